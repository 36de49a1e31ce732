package dev.pawl.persistence.index;

import dev.pawl.engine.search.AttributeValue;
import dev.pawl.engine.search.Filter;
import dev.pawl.engine.search.Filter.Operator;
import dev.pawl.persistence.index.Candidates.From;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.persistence.jdbc.PageToken;
import dev.pawl.persistence.jdbc.Reads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds executions by what a query says of them. A page looks at {@value #SCAN_ROWS_MAX} rows at
 * most, in the order of their start: where the query is of a kind that no index answers, a page may
 * hold fewer than were asked for, or none, and still have a next one.
 *
 * <p>Calls block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}, {@link
 * dev.pawl.persistence.jdbc.InvalidPageTokenException}.
 */
public final class ExecutionSearch {

  /** Rows that one page looks at. */
  public static final int SCAN_ROWS_MAX = 10_000;

  private static final int SCAN_BATCH = 2_000;
  private static final String ATTRIBUTES =
      "SELECT execution_arn, attribute, attribute_value, truncated FROM execution_attributes WHERE"
          + " execution_arn IN (%s) ORDER BY execution_arn, attribute";

  private final Reads reads;

  public ExecutionSearch(Reads reads) {
    this.reads = reads;
  }

  private record Candidate(ExecutionSummary execution, boolean hit) {}

  /**
   * One page.
   *
   * @param max executions on it
   * @param token of the page before; null = from the beginning
   */
  public Page<ExecutionSummary> page(
      Filter filter, boolean newestFirst, int max, @Nullable String token) {
    var question = "search %s %s".formatted(newestFirst ? "newest" : "oldest", filter.text());
    var parsed = PageToken.parse(token, question);
    var from = parsed == null ? null : new From(parsed.time(), parsed.name());
    var candidates = candidates(filter);
    var condition = FilterSql.whole(filter);
    var hits = new ArrayList<ExecutionSummary>();
    var batch = Math.min(SCAN_BATCH, max + 1);
    for (var scanned = 0; scanned < SCAN_ROWS_MAX; ) {
      var found = next(candidates.next(newestFirst, from, batch), condition, newestFirst, batch);
      for (var candidate : found) {
        if (candidate.hit() && hits.size() == max) {
          return new Page<>(hits, token(hits.getLast(), question));
        }
        if (candidate.hit()) {
          hits.add(candidate.execution());
        }
      }
      if (found.size() < batch) {
        return new Page<>(hits, null);
      }
      var last = found.getLast().execution();
      from = new From(last.startDate(), last.executionArn());
      scanned += batch;
      batch = SCAN_BATCH;
    }
    return new Page<>(
        hits, from == null ? null : new PageToken(from.time(), from.executionArn()).text(question));
  }

  private static String token(ExecutionSummary last, String question) {
    return new PageToken(last.startDate(), last.executionArn()).text(question);
  }

  private List<Candidate> next(
      Condition candidates, Condition wanted, boolean newestFirst, int limit) {
    var parameters = new ArrayList<>(wanted.parameters());
    parameters.addAll(candidates.parameters());
    return reads.list(
        "SELECT %s, CASE WHEN %s THEN 1 ELSE 0 END AS hit FROM (%s) e ORDER BY %s LIMIT %d"
            .formatted(
                ExecutionSummary.columnsOf(FilterSql.TABLE),
                wanted.sql(),
                candidates.sql(),
                Candidates.order(FilterSql.TABLE, newestFirst),
                limit),
        row -> new Candidate(ExecutionSummary.read(row), row.getInt("hit") == 1),
        parameters.toArray());
  }

  // ---- where to look

  /**
   * The index with the fewest rows, if they are few; else one that has them in the order of their
   * start.
   */
  private Candidates candidates(Filter filter) {
    var conjuncts = filter.conjuncts();
    var byValue = conjuncts.stream().flatMap(condition -> byValue(condition).stream()).toList();
    if (byValue.size() == 1 && isEquality(byValue.getFirst())) {
      return byValue.getFirst();
    }
    Candidates best = null;
    var fewest = SCAN_ROWS_MAX + 1L;
    for (var candidates : byValue) {
      var count = count(candidates);
      if (count < fewest) {
        best = candidates;
        fewest = count;
      }
    }
    return best == null
        ? byValue.stream()
            .filter(ExecutionSearch::isEquality)
            .findFirst()
            .orElseGet(() -> byStatus(conjuncts))
        : best;
  }

  private long count(Candidates candidates) {
    var count = candidates.count(SCAN_ROWS_MAX + 1).orElseThrow();
    return reads
        .first(count.sql(), row -> row.getLong(1), count.parameters().toArray())
        .orElseThrow();
  }

  private static boolean isEquality(Candidates candidates) {
    return candidates instanceof Candidates.ByAttribute by
        && by.attribute().operator() == Operator.EQUALS;
  }

  private static List<Candidates> byValue(Filter condition) {
    return switch (condition) {
      case Filter.Attribute a when a.operator() != Operator.NOT_EQUALS ->
          List.of(new Candidates.ByAttribute(a));
      case Filter.Name name -> List.of(new Candidates.ByCondition(FilterSql.condition(name)));
      case Filter.StopDate date when date.operator() != Operator.NOT_EQUALS ->
          List.of(new Candidates.ByCondition(FilterSql.condition(date)));
      default -> List.of();
    };
  }

  private static Candidates byStatus(List<Filter> conjuncts) {
    var statuses = new ArrayList<>(ExecutionIndex.STATUSES);
    var machine =
        conjuncts.stream()
            .filter(Filter.StateMachine.class::isInstance)
            .map(condition -> ((Filter.StateMachine) condition).arn())
            .findFirst()
            .orElse(null);
    var others = new ArrayList<Condition>();
    for (var condition : conjuncts) {
      switch (condition) {
        case Filter.Status status -> statuses.retainAll(status.anyOf());
        case Filter.StartDate date -> others.add(FilterSql.condition(date));
        case Filter.Version version -> others.add(FilterSql.condition(version));
        case Filter.Alias alias -> others.add(FilterSql.condition(alias));
        default -> {}
      }
    }
    var none = statuses.isEmpty();
    return new Candidates.ByStatus(
        machine,
        none ? List.of(ExecutionIndex.STATUSES.getFirst()) : statuses,
        none ? Condition.of("1 = 0") : Condition.all(others));
  }

  // ---- what is shown

  /** The indexed values of executions, by ARN and name; 1,000 at a time will do. */
  public Map<String, Map<String, AttributeValue>> attributes(List<String> executionArns) {
    var all = new HashMap<String, Map<String, AttributeValue>>();
    if (executionArns.isEmpty()) {
      return all;
    }
    record Row(String arn, String name, AttributeValue value) {}
    reads
        .list(
            ATTRIBUTES.formatted(Jdbc.places(executionArns.size())),
            row ->
                new Row(
                    row.getString("execution_arn"),
                    row.getString("attribute"),
                    new AttributeValue(
                        row.getString("attribute_value"), row.getBoolean("truncated"))),
            executionArns.toArray())
        .forEach(row ->
            all.computeIfAbsent(row.arn(), arn -> new LinkedHashMap<>())
                .put(row.name(), row.value()));
    return all;
  }
}
