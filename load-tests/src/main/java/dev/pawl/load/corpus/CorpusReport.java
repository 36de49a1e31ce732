package dev.pawl.load.corpus;

import dev.pawl.load.reasons.Reason;
import dev.pawl.load.reasons.Reasons;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Which definitions were judged as expected, by kind, and why not the others. */
final class CorpusReport {

  private static final String ACCEPTED = "accepted, but it should be refused";

  private final Reasons reasons;
  private final List<Row> rows = new ArrayList<>();

  private record Row(Entry entry, Judgement judgement, Optional<Reason> reason) {

    boolean isRight() {
      return !isExpected() || judgement.accepted() == entry.isToBeAccepted();
    }

    /** Nobody says what is right for {@code unknown} ones: they are only counted. */
    boolean isExpected() {
      return !entry.expected().equals("unknown");
    }

    String miss() {
      return judgement.accepted() ? ACCEPTED : String.join("; ", judgement.problems());
    }
  }

  CorpusReport(Reasons reasons) {
    this.reasons = reasons;
  }

  void add(Entry entry, Judgement judgement) {
    var row = new Row(entry, judgement, Optional.empty());
    rows.add(
        row.isRight()
            ? row
            : new Row(entry, judgement, reasons.explain(entry.title(), row.miss())));
  }

  /** Whether a miss has no named reason. */
  boolean hasUnnamed() {
    return rows.stream().anyMatch(row -> !row.isRight() && row.reason().isEmpty());
  }

  void print(PrintStream to, boolean named) {
    to.printf(
        "%n%-15s %-12s %-10s %5s %9s %8s %7s %8s%n",
        "expected", "kind", "form", "all", "accepted", "refused", "right", "unnamed");
    var groups = new TreeMap<String, List<Row>>();
    for (var row : rows) {
      var entry = row.entry();
      var group = "%-15s %-12s %-10s".formatted(entry.expected(), entry.kind(), entry.parse());
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(row);
      groups
          .computeIfAbsent("%-15s %-23s".formatted(entry.expected(), "all"), g -> new ArrayList<>())
          .add(row);
    }
    groups.forEach((group, members) -> printGroup(to, group, members));
    var missed = rows.stream().filter(row -> !row.isRight()).toList();
    to.printf("%n%d misses%n", missed.size());
    reasons.print(to, missed.stream().map(Row::reason).toList());
    missed.stream()
        .filter(row -> named || row.reason().isEmpty())
        .forEach(row -> printMiss(to, row));
  }

  private static void printGroup(PrintStream to, String group, List<Row> members) {
    var right = members.stream().filter(Row::isRight).count();
    var accepted = members.stream().filter(row -> row.judgement().accepted()).count();
    var unnamed = members.stream().filter(row -> !row.isRight() && row.reason().isEmpty()).count();
    to.printf(
        "%s %5d %9d %8d %7d %8d%n",
        group, members.size(), accepted, members.size() - accepted, right, unnamed);
  }

  private static void printMiss(PrintStream to, Row row) {
    to.printf(
        "%n%s %s%n   expected %s%s%n   %s%n",
        row.entry().file(),
        row.entry().title(),
        row.entry().expected(),
        row.entry().detail().isEmpty() ? "" : " (" + row.entry().detail() + ")",
        row.reason().map(Reason::name).orElse(Reasons.UNNAMED));
    (row.judgement().accepted() ? List.of(ACCEPTED) : row.judgement().problems())
        .forEach(problem -> to.println("   " + problem));
  }
}
