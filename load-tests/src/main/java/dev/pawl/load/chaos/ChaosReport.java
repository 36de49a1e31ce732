package dev.pawl.load.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.chaos.Samples.Outcome;
import dev.pawl.load.chaos.Samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** What a run has shown: as text, as JSON, and as a page with plots. */
final class ChaosReport {

  /** A still stand shorter than this is no failover: the next tick of an execution takes 0.2 s. */
  private static final long STILL_MILLIS = 1_000;

  /** How long after a fault a still stand is put down to it. */
  private static final long AFTER_MILLIS = 20_000;

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 160;

  /** A fault that was done. */
  record Struck(long atMillis, long overMillis, String fault, int node) {}

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final List<Sample> samples;
  private final List<Struck> faults;
  private final long lengthMillis;

  ChaosReport(
      String title, List<Sample> samples, List<Struck> faults, Book book, Audit.Finding finding) {
    this.samples = samples.stream().sorted(Comparator.comparingLong(Sample::atMillis)).toList();
    this.faults = List.copyOf(faults);
    this.lengthMillis = this.samples.isEmpty() ? 1 : this.samples.getLast().atMillis() + 1;
    json.put("run", title);
    json.put("executionsAcknowledged", finding.executions());
    json.put("startsNotAcknowledged", book.unacknowledged());
    json.put("tasksTaken", book.tasks());
    json.put("historyEvents", finding.events());
    json.put("faults", faults.size());
    json.put("violations", finding.violations().size());
    var listed = json.putArray("violationsFound");
    finding.violations().stream().limit(100).forEach(listed::add);
    json.set("requests", requests(this.samples));
    json.set("requestsWithin10sOfFaults", requests(duringFaults()));
    json.put("secondsWithoutSuccess", secondsWithoutSuccess());
    json.set("timerLatenessSeconds", distribution(Samples.sorted(finding.lateness())));
    var perSecond = json.putArray("ticksPerSecond");
    var ticks = new int[(int) (lengthMillis / 1000) + 1];
    book.ticks()
        .forEach(tick -> ticks[(int) Math.min(ticks.length - 1L, tick.atMillis() / 1000)]++);
    for (var count : ticks) {
      perSecond.add(count);
    }
    var table = json.putArray("faultTable");
    for (var fault : faults) {
      table.add(stillStands(fault, book));
    }
  }

  // ---- figures

  /** All but the long polls, whose length says nothing. */
  private static List<Sample> short_(List<Sample> samples) {
    return samples.stream()
        .filter(sample -> !sample.operation().equals("GetActivityTask"))
        .toList();
  }

  private static ObjectNode requests(List<Sample> all) {
    var node = JsonNodeFactory.instance.objectNode();
    var counted = short_(all);
    node.put("count", counted.size());
    for (var outcome : Outcome.values()) {
      node.put(
          outcome.name().toLowerCase(Locale.ROOT),
          counted.stream().filter(sample -> sample.outcome() == outcome).count());
    }
    node.set(
        "millis",
        distribution(
            Samples.sorted(
                counted.stream()
                    .filter(sample -> sample.outcome() == Outcome.OK)
                    .map(Sample::millis)
                    .toList())));
    return node;
  }

  private List<Sample> duringFaults() {
    return samples.stream()
        .filter(sample ->
            faults.stream()
                .anyMatch(fault ->
                    sample.atMillis() >= fault.atMillis()
                        && sample.atMillis() < fault.overMillis() + 10_000))
        .toList();
  }

  private int secondsWithoutSuccess() {
    var good = new HashMap<Long, Boolean>();
    short_(samples)
        .forEach(sample ->
            good.merge(
                sample.atMillis() / 1000, sample.outcome() == Outcome.OK, Boolean::logicalOr));
    return (int) good.values().stream().filter(any -> !any).count();
  }

  /** For how long executions stood still that ticked before: those of the lost node. */
  private static ObjectNode stillStands(Struck fault, Book book) {
    var last = new HashMap<String, Long>();
    var stands = new ArrayList<Double>();
    book.ticks().stream()
        .sorted(Comparator.comparingLong(Book.Tick::atMillis))
        .filter(tick ->
            tick.atMillis() > fault.atMillis() - 5_000
                && tick.atMillis() < fault.overMillis() + AFTER_MILLIS + 5_000)
        .forEach(tick -> {
          var before = last.put(tick.execution(), tick.atMillis());
          if (before != null
              && tick.atMillis() > fault.atMillis()
              && before < fault.overMillis() + AFTER_MILLIS
              && tick.atMillis() - before > STILL_MILLIS) {
            stands.add((tick.atMillis() - Math.max(before, fault.atMillis())) / 1000.0);
          }
        });
    var node = distribution(Samples.sorted(stands));
    return node.put("fault", fault.fault())
        .put("node", fault.node())
        .put("atSecond", fault.atMillis() / 1000.0)
        .put("ticking", last.size());
  }

  private static ObjectNode distribution(double[] sorted) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("n", sorted.length);
    node.put("p50", round(Samples.percentile(sorted, 0.5)));
    node.put("p99", round(Samples.percentile(sorted, 0.99)));
    node.put("max", round(Samples.percentile(sorted, 1)));
    return node;
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  ObjectNode json() {
    return json;
  }

  // ---- the page

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(directory.resolve("chaos.json").toFile(), json);
    Files.writeString(directory.resolve("chaos.html"), html());
  }

  private String html() {
    var page = new StringBuilder();
    page.append("<!doctype html><meta charset='utf-8'><title>Pawl under chaos</title>");
    page.append(
        "<style>body{font:14px system-ui;margin:2em;max-width:1100px}svg{background:#fafafa;border:1px solid #ddd}"
            + "pre{background:#f4f4f4;padding:1em;overflow:auto}td,th{padding:2px 10px;text-align:right}</style>");
    page.append("<h1>Pawl under chaos</h1><p>").append(json.path("run").asText()).append("</p>");
    plot(page, "Requests answered per second", perSecond(Outcome.OK), "#2a7");
    plot(page, "Steps of long executions per second", ticksPerSecond(), "#888");
    plot(
        page,
        "Requests that failed per second (no connection, no answer, server error)",
        failed(),
        "#c33");
    plot(page, "Slowest request begun in each second, ms", slowest(), "#36c");
    page.append(
        "<h2>Faults</h2><table><tr><th>at s<th>fault<th>node<th>stood still<th>median s<th>worst s</tr>");
    json.path("faultTable")
        .forEach(fault ->
            page.append("<tr><td>")
                .append(fault.path("atSecond").asText())
                .append("<td>")
                .append(fault.path("fault").asText())
                .append("<td>")
                .append(fault.path("node").asText())
                .append("<td>")
                .append(fault.path("n").asText())
                .append(" of ")
                .append(fault.path("ticking").asText())
                .append("<td>")
                .append(fault.path("p50").asText())
                .append("<td>")
                .append(fault.path("max").asText())
                .append("</tr>"));
    page.append("</table><h2>Figures</h2><pre>")
        .append(json.toPrettyString().replace("&", "&amp;").replace("<", "&lt;"))
        .append("</pre>");
    return page.toString();
  }

  private double[] perSecond(Outcome outcome) {
    var seconds = new double[(int) (lengthMillis / 1000) + 1];
    short_(samples).stream()
        .filter(sample -> sample.outcome() == outcome)
        .forEach(sample -> seconds[(int) (sample.atMillis() / 1000)]++);
    return seconds;
  }

  private double[] ticksPerSecond() {
    var counts = json.path("ticksPerSecond");
    var seconds = new double[counts.size()];
    for (var i = 0; i < seconds.length; i++) {
      seconds[i] = counts.get(i).asDouble();
    }
    return seconds;
  }

  private double[] failed() {
    var sum = perSecond(Outcome.BROKEN);
    for (var outcome : List.of(Outcome.HUNG, Outcome.FAILED)) {
      var one = perSecond(outcome);
      for (var i = 0; i < sum.length; i++) {
        sum[i] += one[i];
      }
    }
    return sum;
  }

  private double[] slowest() {
    var seconds = new double[(int) (lengthMillis / 1000) + 1];
    short_(samples)
        .forEach(sample -> {
          var second = (int) (sample.atMillis() / 1000);
          seconds[second] = Math.max(seconds[second], sample.millis());
        });
    return seconds;
  }

  private void plot(StringBuilder page, String title, double[] values, String color) {
    var top = 1.0;
    for (var value : values) {
      top = Math.max(top, value);
    }
    page.append("<h3>")
        .append(title)
        .append("</h3><svg width='")
        .append(WIDTH)
        .append("' height='")
        .append(HEIGHT)
        .append("'>");
    for (var fault : faults) {
      var from = x(fault.atMillis());
      page.append(
          "<rect x='%.1f' y='0' width='%.1f' height='%d' fill='#f5c26b' opacity='.5'><title>%s of node %d</title></rect>"
              .formatted(
                  from,
                  Math.max(2, x(fault.overMillis()) - from),
                  HEIGHT,
                  fault.fault(),
                  fault.node()));
    }
    page.append("<polyline fill='none' stroke='").append(color).append("' points='");
    for (var i = 0; i < values.length; i++) {
      page.append(
          "%.1f,%.1f ".formatted(x(i * 1000L), HEIGHT - 4 - (HEIGHT - 24) * values[i] / top));
    }
    page.append("'/><text x='4' y='14' font-size='12'>%.0f</text></svg>".formatted(top));
  }

  private double x(long millis) {
    return (double) WIDTH * millis / lengthMillis;
  }
}
