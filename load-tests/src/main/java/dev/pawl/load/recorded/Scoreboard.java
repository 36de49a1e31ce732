package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.load.node.AwsClient;
import dev.pawl.load.reasons.Reason;
import dev.pawl.load.reasons.Reasons;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The share that comes out right, by area. */
final class Scoreboard {

  private final Reasons reasons;
  private final List<Row> rows = new ArrayList<>();

  Scoreboard(Reasons reasons) {
    this.reasons = reasons;
  }

  private record Row(Recording recording, Verdict verdict, Optional<Reason> reason) {

    /** Whether it shows what executions do, and not only what single calls answer. */
    boolean isExecution() {
      return recording.hasHistories()
          || recording.answers().containsKey("cases")
          || recording.answers().containsKey("start_execution_sync_response");
    }

    boolean isInScope() {
      return !(verdict instanceof Verdict.OutOfScope);
    }

    boolean isMiss() {
      return isInScope() && !(verdict instanceof Verdict.Right);
    }
  }

  void add(Recording recording, Verdict verdict) {
    var row = new Row(recording, verdict, Optional.empty());
    rows.add(
        row.isMiss()
            ? new Row(recording, verdict, reasons.explain(recording.test(), words(verdict)))
            : row);
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Wrong wrong -> wrong.difference().toString();
      case Verdict.NotReplayed not -> "not replayed: " + not.why();
      case Verdict.Right right -> "";
      case Verdict.OutOfScope out -> out.service();
    };
  }

  /** Whether a miss has no named reason. */
  boolean hasUnnamed() {
    return rows.stream().anyMatch(row -> row.isMiss() && row.reason().isEmpty());
  }

  void print(PrintStream to, boolean misses) {
    print(to, "Executions (histories and outputs)", Row::isExecution);
    print(to, "Single calls", row -> !row.isExecution());
    printReasons(to);
    if (misses) {
      to.println();
      rows.forEach(row -> printMiss(to, row));
    }
  }

  private void printReasons(PrintStream to) {
    var missed = new TreeMap<String, List<Optional<Reason>>>();
    rows.stream()
        .filter(Row::isMiss)
        .forEach(row ->
            missed
                .computeIfAbsent(row.recording().area(), a -> new ArrayList<>())
                .add(row.reason()));
    to.printf("%nWhy not right, by area%n");
    missed.forEach((area, found) -> {
      to.println(area);
      reasons.print(to, found);
    });
  }

  private void print(PrintStream to, String title, Predicate<Row> which) {
    var areas = new TreeMap<String, List<Row>>();
    rows.stream()
        .filter(which.and(Row::isInScope))
        .forEach(
            row -> areas.computeIfAbsent(row.recording().area(), a -> new ArrayList<>()).add(row));
    to.printf(
        "%n%s%n%-44s %6s %6s %6s %13s %7s%n",
        title, "area", "right", "wrong", "all", "not replayed", "right");
    var all = new ArrayList<Row>();
    areas.forEach((area, members) -> {
      printArea(to, area, members);
      all.addAll(members);
    });
    printArea(to, "all that need only Step Functions and Lambda", all);
    var others = rows.stream().filter(which).filter(row -> !row.isInScope()).count();
    to.printf("%d more need other services.%n", others);
  }

  private static void printArea(PrintStream to, String area, List<Row> members) {
    var right = count(members, Verdict.Right.class);
    to.printf(
        "%-44s %6d %6d %6d %13d %6.1f%%%n",
        area,
        right,
        count(members, Verdict.Wrong.class),
        members.size(),
        count(members, Verdict.NotReplayed.class),
        100.0 * right / Math.max(1, members.size()));
  }

  private static long count(List<Row> members, Class<? extends Verdict> kind) {
    return members.stream().filter(row -> kind.isInstance(row.verdict())).count();
  }

  private static void printMiss(PrintStream to, Row row) {
    if (row.isMiss()) {
      to.printf(
          "%s %s %s%n   %s%n   %s%n",
          row.recording().id(),
          row.recording().area(),
          shortName(row),
          row.reason().map(Reason::name).orElse(Reasons.UNNAMED),
          words(row.verdict()));
    }
  }

  private static String shortName(Row row) {
    var test = row.recording().test();
    return test.substring(test.lastIndexOf("::") + 2);
  }

  void write(Path file) throws IOException {
    var json = AwsClient.object();
    var array = json.putArray("recordings");
    for (var row : rows) {
      var entry =
          array
              .addObject()
              .put("id", row.recording().id())
              .put("test", row.recording().test())
              .put("area", row.recording().area())
              .put("execution", row.isExecution());
      row.reason().ifPresent(reason -> entry.put("reason", reason.name()));
      switch (row.verdict()) {
        case Verdict.Right right -> entry.put("verdict", "right");
        case Verdict.Wrong wrong ->
            entry
                .put("verdict", "wrong")
                .put("path", wrong.difference().path())
                .put("recorded", wrong.difference().recorded())
                .put("found", wrong.difference().found());
        case Verdict.NotReplayed not -> entry.put("verdict", "not replayed").put("why", not.why());
        case Verdict.OutOfScope out ->
            entry.put("verdict", "other service").put("why", out.service());
      }
    }
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
  }
}
