package dev.pawl.persistence.index;

import dev.pawl.persistence.jdbc.InvalidPageTokenException;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.persistence.jdbc.PageToken;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.ActivityOffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked about executions without waking them. Every answer is as new as the last
 * acknowledged decision, on any node.
 *
 * <p>Calls block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}, and
 * {@link InvalidPageTokenException} where a token is taken.
 */
public final class ExecutionIndex {

  /** The statuses an execution may have; together they are every execution of a machine. */
  public static final List<String> STATUSES =
      List.of("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE");

  private static final String FIND =
      "SELECT " + ExecutionSummary.COLUMNS + " FROM executions WHERE execution_arn = ?";
  private static final String FIND_ALL =
      "SELECT " + ExecutionSummary.COLUMNS + " FROM executions WHERE execution_arn IN (%s)";
  // One status at a time, for which the index has the order; the page is merged from them.
  private static final String LIST =
      "SELECT "
          + ExecutionSummary.COLUMNS
          + """

          FROM executions WHERE state_machine_arn = ? AND status = ?
          AND start_date <= ? AND (start_date < ? OR execution_arn < ?)%s
          ORDER BY state_machine_arn, status, start_date DESC, execution_arn DESC LIMIT ?\
          """;
  // The lower bound keeps H2 from reading everything that sleeps for ever.
  private static final String DUE =
      "SELECT "
          + ExecutionSummary.COLUMNS
          + """

          FROM executions WHERE owner IS NULL AND wake_at >= ? AND wake_at <= ? AND slice >= ? AND slice < ?
          ORDER BY wake_at LIMIT ?\
          """;
  private static final String PARKED_AT =
      "SELECT "
          + ExecutionSummary.COLUMNS
          + """

          FROM executions WHERE owner IS NULL AND wake_at = ? AND slice >= ? AND slice < ?
          AND execution_arn > ? ORDER BY execution_arn LIMIT ?\
          """;
  private static final String OWNERS = "SELECT DISTINCT owner FROM executions WHERE owner >= ''";
  private static final String HOT =
      "SELECT "
          + ExecutionSummary.COLUMNS
          + """

          FROM executions WHERE owner = ? AND execution_arn > ? AND slice >= ? AND slice < ?
          ORDER BY owner, execution_arn LIMIT ?\
          """;
  private static final String RUNNING =
      """
      SELECT execution_arn FROM executions
      WHERE state_machine_arn = ? AND status IN ('RUNNING', 'PENDING_REDRIVE') AND execution_arn > ?
      ORDER BY execution_arn LIMIT ?\
      """;
  private static final String OFFERS =
      """
      SELECT activity_arn, execution_arn, task_id, offered_at FROM activity_offers
      WHERE activity_arn = ? AND offered_at >= ?
        AND (offered_at > ? OR execution_arn > ? OR (execution_arn = ? AND task_id > ?))
      ORDER BY activity_arn, offered_at, execution_arn, task_id LIMIT ?\
      """;

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  private static final Instant FIRST = Instant.EPOCH;

  private final Reads reads;

  public ExecutionIndex(Reads reads) {
    this.reads = reads;
  }

  public Optional<ExecutionSummary> find(String executionArn) {
    return reads.first(FIND, ExecutionSummary::read, executionArn);
  }

  /** What an execution has gone over to; empty if it runs what it started with. */
  public Optional<MigratedTo> migratedTo(String executionArn) {
    return reads
        .first(
            "SELECT migrated_to FROM executions WHERE execution_arn = ?",
            row -> Optional.ofNullable(row.getString(1)),
            executionArn)
        .flatMap(text -> text)
        .map(MigratedTo::parse);
  }

  /** Those of them that there are, in no order; 1,000 at a time will do. */
  public List<ExecutionSummary> find(Collection<String> executionArns) {
    var places = String.join(", ", Collections.nCopies(executionArns.size(), "?"));
    return executionArns.isEmpty()
        ? List.of()
        : reads.list(FIND_ALL.formatted(places), ExecutionSummary::read, executionArns.toArray());
  }

  /**
   * The sequence number of the execution's newest row; 0 if it was never started. An owner that has
   * seen that row may refuse or repeat.
   */
  public long newestSeqNr(String executionArn) {
    return reads
        .first(
            "SELECT seq_nr FROM executions WHERE execution_arn = ?",
            row -> row.getLong(1),
            executionArn)
        .orElse(0L);
  }

  /**
   * Executions of a machine, newest first.
   *
   * @param token of the page before; null = from the newest on
   */
  public Page<ExecutionSummary> list(ExecutionQuery query, int max, @Nullable String token) {
    var question = query.text();
    var from = PageToken.parse(token, question);
    var found = new ArrayList<ExecutionSummary>();
    for (var one : query.status() == null ? STATUSES : List.of(query.status())) {
      found.addAll(list(query, one, from, max + 1));
    }
    found.sort(ExecutionIndex::newestFirst);
    var oneMore = found.subList(0, Math.min(found.size(), max + 1));
    return Page.of(
        oneMore, max, last -> new PageToken(last.startDate(), last.executionArn()).text(question));
  }

  private List<ExecutionSummary> list(
      ExecutionQuery query, String status, @Nullable PageToken from, int limit) {
    var time = from == null ? LAST : from.time();
    var parameters = new ArrayList<Object>();
    parameters.addAll(
        List.of(query.stateMachineArn(), status, time, time, from == null ? "" : from.name()));
    Stream.of(Optional.ofNullable(query.versionArn()), Optional.ofNullable(query.aliasArn()))
        .flatMap(Optional::stream)
        .forEach(parameters::add);
    parameters.add(limit);
    return reads.list(
        LIST.formatted(query.conditions()), ExecutionSummary::read, parameters.toArray());
  }

  private static int newestFirst(ExecutionSummary one, ExecutionSummary other) {
    var byDate = other.startDate().compareTo(one.startDate());
    return byDate != 0 ? byDate : other.executionArn().compareTo(one.executionArn());
  }

  /**
   * Parked executions whose time has come, the most overdue first, in the slices from (included) to
   * (excluded).
   */
  public List<ExecutionSummary> due(Instant at, int fromSlice, int toSlice, int limit) {
    return reads.list(DUE, ExecutionSummary::read, FIRST, at, fromSlice, toSlice, limit);
  }

  /**
   * Executions that are parked at just that time, in the order of their ARNs, in the slices from
   * (included) to (excluded).
   *
   * @param after the last ARN of the page before; empty = from the beginning
   */
  public List<ExecutionSummary> parkedAt(
      Instant at, int fromSlice, int toSlice, String after, int limit) {
    return reads.list(PARKED_AT, ExecutionSummary::read, at, fromSlice, toSlice, after, limit);
  }

  /**
   * Executions that are hot on a node that is none of these incarnations, in the slices from
   * (included) to (excluded).
   *
   * @param after the last ARN of the page before; empty = from the beginning
   */
  public List<ExecutionSummary> orphans(
      Collection<String> living, int fromSlice, int toSlice, String after, int limit) {
    return reads.list(OWNERS, row -> row.getString(1)).stream()
        .filter(owner -> !living.contains(owner))
        .flatMap(owner ->
            reads
                .list(HOT, ExecutionSummary::read, owner, after, fromSlice, toSlice, limit)
                .stream())
        .sorted(Comparator.comparing(ExecutionSummary::executionArn))
        .limit(limit)
        .toList();
  }

  /** ARNs of a machine's executions that have not ended, in their order, after this one. */
  public List<String> running(String stateMachineArn, String after, int limit) {
    return reads.list(RUNNING, row -> row.getString(1), stateMachineArn, after, limit);
  }

  /** How many executions of a machine have which status; statuses that none has are left out. */
  public Map<String, Long> countByStatus(String stateMachineArn) {
    return counts(
        "SELECT status, COUNT(*) FROM executions WHERE state_machine_arn = ? GROUP BY status ORDER"
            + " BY status",
        stateMachineArn);
  }

  /** How many executions there are by status. Reads all of them. */
  public Map<String, Long> countByStatus() {
    return counts("SELECT status, COUNT(*) FROM executions GROUP BY status ORDER BY status");
  }

  private Map<String, Long> counts(String sql, @Nullable Object... parameters) {
    var counts = new LinkedHashMap<String, Long>();
    reads
        .list(sql, row -> Map.entry(row.getString(1), row.getLong(2)), parameters)
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  /**
   * Tasks that wait for a worker of an activity, the oldest first.
   *
   * @param after the last one known; null = from the oldest on
   */
  public List<ActivityOffer> offers(String activityArn, @Nullable ActivityOffer after, int limit) {
    var time = after == null ? FIRST : Jdbc.stored(after.at());
    var arn = after == null ? "" : after.executionArn();
    var task = after == null ? 0L : after.taskId();
    return reads.list(
        OFFERS,
        row ->
            new ActivityOffer(
                row.getString("activity_arn"),
                row.getString("execution_arn"),
                row.getLong("task_id"),
                Jdbc.instant(row, "offered_at")),
        activityArn,
        time,
        time,
        arn,
        arn,
        task,
        limit);
  }
}
