package dev.pawl.load.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.chaos.Samples.Outcome;
import dev.pawl.load.chaos.Samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a run has shown: as text, as JSON, and as a page with plots. */
final class ChaosReport {

  /** How long before a fault an execution must have ticked to count. */
  private static final long BEFORE_MILLIS = 5_000;

  /** How long after a fault a still stand is put down to it, unless another one comes before. */
  private static final long AFTER_MILLIS = 90_000;

  /** How long after a fault its node may still be leaving and starting again. */
  private static final long RECOVERING_MILLIS = 10_000;

  private static final int LISTED_MAX = 100;
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 160;

  /**
   * A fault that was done.
   *
   * @param nodes that it struck; empty if it struck what all share
   * @param where each hot execution was just before
   */
  record Struck(
      long atMillis,
      long overMillis,
      String fault,
      List<Integer> nodes,
      Map<String, Integer> where) {

    boolean hasStruck(String execution) {
      return where.containsKey(execution) && nodes.contains(where.get(execution));
    }

    /** Whether the node, or the database of all, was struck while it was to answer this. */
    boolean hasStruck(Sample sample) {
      return (nodes.isEmpty() || nodes.contains(sample.node()))
          && sample.atMillis() < overMillis + RECOVERING_MILLIS
          && sample.atMillis() + sample.millis() > atMillis;
    }

    boolean hasSpared(String execution) {
      return where.containsKey(execution) && !nodes.contains(where.get(execution));
    }
  }

  private final List<Book.Tick> ticks;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final List<Sample> samples;
  private final List<Struck> faults;
  private final long lengthMillis;

  ChaosReport(
      String title, List<Sample> samples, List<Struck> faults, Book book, Audit.Finding finding) {
    this.samples = samples.stream().sorted(Comparator.comparingLong(Sample::atMillis)).toList();
    this.faults = List.copyOf(faults);
    this.lengthMillis = this.samples.isEmpty() ? 1 : this.samples.getLast().atMillis() + 1;
    this.ticks = List.copyOf(book.ticks());
    json.put("run", title);
    json.put("executionsAcknowledged", finding.executions());
    json.put("startsNotAcknowledged", book.unacknowledged().size());
    json.put("tasksTaken", book.tasks());
    json.put("historyEvents", finding.events());
    json.put("faults", faults.size());
    json.put("violations", finding.violations().size());
    var listed = json.putArray("violationsFound");
    finding.violations().stream().limit(LISTED_MAX).forEach(listed::add);
    json.set("requests", requests(this.samples));
    json.set("requestsWithin10sOfFaults", requests(duringFaults((fault, sample) -> true)));
    json.set(
        "ofThemForExecutionsOfOtherNodes",
        requests(duringFaults((fault, sample) -> fault.hasSpared(sample.about()))));
    json.put("secondsWithoutSuccess", secondsWithoutSuccess());
    json.set("hung", hung());
    json.set("timerLatenessSeconds", distribution(Samples.sorted(finding.lateness())));
    var perSecond = json.putArray("ticksPerSecond");
    var ticks = new int[(int) (lengthMillis / 1000) + 1];
    book.ticks()
        .forEach(tick -> ticks[(int) Math.min(ticks.length - 1L, tick.atMillis() / 1000)]++);
    for (var count : ticks) {
      perSecond.add(count);
    }
    var table = json.putArray("faultTable");
    var kinds = new TreeMap<String, StillStands>();
    for (var i = 0; i < faults.size(); i++) {
      var fault = faults.get(i);
      var next = i + 1 < faults.size() ? faults.get(i + 1).atMillis() : Long.MAX_VALUE;
      var stood = StillStands.of(fault, next, book);
      table.add(stood.json(fault));
      kinds.merge(fault.fault(), stood, StillStands::plus);
    }
    var byKind = json.putObject("faultsByKind");
    kinds.forEach((kind, stood) -> byKind.set(kind, stood.json()));
  }

  /**
   * The longest time without a tick of each execution that lost its node, and of each other one.
   *
   * @param medians of those that lost it, for each fault
   */
  private record StillStands(List<Double> lost, List<Double> others, List<Double> medians) {

    static StillStands of(Struck fault, long nextMillis, Book book) {
      var longest = longest(fault, nextMillis, book);
      var lost = stood(longest, fault::hasStruck);
      var sorted = Samples.sorted(lost);
      return new StillStands(
          lost,
          stood(longest, fault::hasSpared),
          lost.isEmpty() ? List.of() : List.of(Samples.percentile(sorted, 0.5)));
    }

    StillStands plus(StillStands more) {
      return new StillStands(
          joined(lost, more.lost), joined(others, more.others), joined(medians, more.medians));
    }

    private static List<Double> joined(List<Double> first, List<Double> second) {
      return Stream.concat(first.stream(), second.stream()).toList();
    }

    ObjectNode json() {
      var node = JsonNodeFactory.instance.objectNode();
      node.set("lostTheirNode", distribution(Samples.sorted(lost)));
      node.set("medianOfEachFault", distribution(Samples.sorted(medians)));
      node.set("others", distribution(Samples.sorted(others)));
      return node;
    }

    ObjectNode json(Struck fault) {
      var node = JsonNodeFactory.instance.objectNode();
      node.put("fault", fault.fault()).put("atSecond", fault.atMillis() / 1000.0);
      fault.nodes().forEach(node.putArray("nodes")::add);
      node.set("lostTheirNode", distribution(Samples.sorted(lost)));
      node.set("others", distribution(Samples.sorted(others)));
      return node;
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

  private List<Sample> duringFaults(BiPredicate<Struck, Sample> which) {
    return samples.stream()
        .filter(sample ->
            faults.stream()
                .anyMatch(fault ->
                    sample.atMillis() >= fault.atMillis()
                        && sample.atMillis() < fault.overMillis() + 10_000
                        && which.test(fault, sample)))
        .toList();
  }

  /**
   * Requests that nobody answered in time. From a node that stands still or is cut off none can
   * come; from the others one must.
   */
  private ObjectNode hung() {
    var node = JsonNodeFactory.instance.objectNode();
    var all = short_(samples).stream().filter(sample -> sample.outcome() == Outcome.HUNG).toList();
    var elsewhere =
        all.stream()
            .filter(sample -> faults.stream().noneMatch(fault -> fault.hasStruck(sample)))
            .toList();
    node.put("askedOfStruckNodes", all.size() - elsewhere.size());
    node.put("askedOfOthers", elsewhere.size());
    var listed = node.putArray("ofOthers");
    elsewhere.stream()
        .limit(LISTED_MAX)
        .forEach(sample ->
            listed.add(
                "%.1f s: %s of node %d"
                    .formatted(sample.atMillis() / 1000.0, sample.operation(), sample.node())));
    return node;
  }

  private int secondsWithoutSuccess() {
    var good = new HashMap<Long, Boolean>();
    short_(samples)
        .forEach(sample ->
            good.merge(
                sample.atMillis() / 1000, sample.outcome() == Outcome.OK, Boolean::logicalOr));
    return (int) good.values().stream().filter(any -> !any).count();
  }

  private static Map<String, Double> longest(Struck fault, long nextMillis, Book book) {
    var last = new HashMap<String, Long>();
    var longest = new HashMap<String, Double>();
    var end = Math.min(nextMillis, fault.overMillis() + AFTER_MILLIS);
    book.ticks().stream()
        .sorted(Comparator.comparingLong(Book.Tick::atMillis))
        .filter(tick -> tick.atMillis() > fault.atMillis() - BEFORE_MILLIS && tick.atMillis() < end)
        .forEach(tick -> {
          var before = last.put(tick.execution(), tick.atMillis());
          if (before != null && tick.atMillis() > fault.atMillis()) {
            var stood = (tick.atMillis() - Math.max(before, fault.atMillis())) / 1000.0;
            longest.merge(tick.execution(), stood, Math::max);
          }
        });
    return longest;
  }

  private static List<Double> stood(Map<String, Double> longest, Predicate<String> which) {
    return longest.entrySet().stream()
        .filter(each -> which.test(each.getKey()))
        .map(Map.Entry::getValue)
        .toList();
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
    Files.write(
        directory.resolve("ticks.csv"),
        ticks.stream().map(tick -> tick.atMillis() + "," + tick.execution()).toList());
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
        "<h2>Faults</h2><p>The longest time without a step, of executions that ran on a node that was struck, and of the"
            + " others: how many, median and worst in seconds.</p><table><tr><th>at s<th>fault<th>nodes<th>struck"
            + "<th>median<th>worst<th>others<th>median<th>worst</tr>");
    json.path("faultTable").forEach(fault -> page.append(row(fault)));
    page.append("</table><h2>Figures</h2><pre>")
        .append(json.toPrettyString().replace("&", "&amp;").replace("<", "&lt;"))
        .append("</pre>");
    return page.toString();
  }

  private static String row(JsonNode fault) {
    var row = new StringBuilder("<tr>");
    for (var name : List.of("atSecond", "fault", "nodes")) {
      row.append("<td>")
          .append(fault.path(name).isArray() ? fault.path(name) : fault.path(name).asText());
    }
    for (var group : List.of("lostTheirNode", "others")) {
      for (var figure : List.of("n", "p50", "max")) {
        row.append("<td>").append(fault.path(group).path(figure).asText());
      }
    }
    return row.append("</tr>").toString();
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
          "<rect x='%.1f' y='0' width='%.1f' height='%d' fill='#f5c26b' opacity='.5'><title>%s %s</title></rect>"
              .formatted(
                  from,
                  Math.max(2, x(fault.overMillis()) - from),
                  HEIGHT,
                  fault.fault(),
                  fault.nodes()));
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
