package dev.pawl.persistence.limit;

import dev.pawl.engine.limit.ConcurrencyLimits;
import dev.pawl.engine.limit.TakenPermits;
import dev.pawl.engine.limit.Waiting;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives permits to the executions that wait, and says who waits. Executions queue, take and return
 * theirs with their own rows in the journal; only grants are made here.
 *
 * <p>Promise: never more permits are granted than the limits allow, however many nodes grant at the
 * same time. What is granted is chosen from what was read, and written only if the version of the
 * limits is still the one that was read first: meanwhile permits may only have come back. No row is
 * locked between the two.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}.
 */
public final class PermitTable {

  /** How many may be granted at once, and are looked at for it. */
  static final int PASS_MAX = 500;

  private static final String LIMITS =
      "SELECT " + LimitsEntry.COLUMNS + " FROM concurrency_limits WHERE machine_arn = ?";
  private static final String TAKEN =
      """
      SELECT limit_key, COUNT(*) AS permits FROM execution_permits
      WHERE machine_arn = ? AND status IN ('GRANTED', 'TAKEN') GROUP BY limit_key\
      """;
  private static final String QUEUE =
      """
      SELECT execution_arn, ticket, limit_key, number FROM execution_permits
      WHERE machine_arn = ? AND status = 'WAITING' AND (limit_key IS NULL OR NOT (limit_key = ANY (?)))
      ORDER BY number LIMIT ?\
      """;
  private static final String NEXT_VERSION =
      "UPDATE concurrency_limits SET version = version + 1 WHERE machine_arn = ? AND version = ?";
  private static final String GRANT =
      """
      UPDATE execution_permits SET status = 'GRANTED', granted_at = ?
      WHERE execution_arn = ? AND ticket = ? AND status = 'WAITING'\
      """;
  private static final String MACHINES_WAITED_FOR =
      """
      SELECT machine_arn FROM concurrency_limits l WHERE EXISTS
        (SELECT 1 FROM execution_permits p WHERE p.machine_arn = l.machine_arn AND p.status = 'WAITING')\
      """;
  private static final String UNTAKEN =
      """
      SELECT p.execution_arn, p.ticket, e.seq_nr
      FROM concurrency_limits l JOIN execution_permits p ON p.machine_arn = l.machine_arn AND p.status = 'GRANTED'
        JOIN executions e ON e.execution_arn = p.execution_arn
      WHERE p.granted_at < ? ORDER BY p.granted_at LIMIT ?\
      """;
  private static final String LONGER_THAN =
      """
      SELECT number FROM execution_permits WHERE machine_arn = ? AND status = 'WAITING'
      ORDER BY number LIMIT 1 OFFSET ?\
      """;
  private static final String COUNT =
      """
      SELECT SUM(CASE WHEN status = 'WAITING' THEN 0 ELSE 1 END) AS taken,
        SUM(CASE WHEN status = 'WAITING' THEN 1 ELSE 0 END) AS queued
      FROM execution_permits WHERE machine_arn = ?\
      """;
  private static final String PLACE =
      """
      SELECT p.queued_at, p.limit_key, (SELECT COUNT(*) FROM execution_permits q
        WHERE q.machine_arn = p.machine_arn AND q.status = 'WAITING' AND q.number < p.number) AS ahead
      FROM execution_permits p WHERE p.execution_arn = ? AND p.status = 'WAITING'\
      """;

  private final JournalWriter writer;
  private final Reads reads;

  public PermitTable(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /**
   * What one pass has done.
   *
   * @param again whether there may be more to do at once
   */
  public record Pass(List<Waiting> granted, boolean again) {
    static final Pass NOTHING = new Pass(List.of(), false);

    public Pass {
      granted = List.copyOf(granted);
    }
  }

  /** How many have a permit, and how many wait for one. */
  public record Counts(int running, int queued) {}

  /**
   * The place of an execution that waits.
   *
   * @param ahead how many of its machine came earlier and still wait, whatever their key
   */
  public record Place(Instant queuedAt, @Nullable String key, int ahead) {}

  /**
   * An execution that was granted a permit and has not begun.
   *
   * @param seqNr its newest row: an owner that does not know it is stale, and cannot begin
   */
  public record Untaken(String executionArn, int ticket, long seqNr) {}

  /** Grants what is free to those whose turn it is. */
  public CompletableFuture<Pass> grant(String machineArn, Instant at) {
    return reads
        .first(LIMITS, LimitsEntry::read, machineArn)
        .map(entry -> grant(machineArn, entry, at))
        .orElseGet(() -> CompletableFuture.completedFuture(Pass.NOTHING));
  }

  private CompletableFuture<Pass> grant(String machineArn, LimitsEntry entry, Instant at) {
    var limits = entry.limits();
    var taken = taken(machineArn);
    if (limits.isFull(taken)) {
      return CompletableFuture.completedFuture(Pass.NOTHING);
    }
    var queue = queue(machineArn, limits, taken);
    var chosen = limits.next(taken, queue);
    if (chosen.isEmpty()) {
      return CompletableFuture.completedFuture(Pass.NOTHING);
    }
    var more = queue.size() == PASS_MAX;
    return writer.submit(connection -> {
      var granted = grant(connection, machineArn, entry.version(), chosen, at);
      return new Pass(granted, more || granted.size() < chosen.size());
    });
  }

  private TakenPermits taken(String machineArn) {
    var all = new int[1];
    var byKey = new HashMap<String, Integer>();
    Jdbc.RowReader<Boolean> count =
        row -> {
          all[0] += row.getInt("permits");
          var key = row.getString("limit_key");
          if (key != null) {
            byKey.put(key, row.getInt("permits"));
          }
          return true;
        };
    reads.list(TAKEN, count, machineArn);
    return TakenPermits.of(all[0], byKey);
  }

  private List<Waiting> queue(String machineArn, ConcurrencyLimits limits, TakenPermits taken) {
    var full = taken.byKey().keySet().stream().filter(key -> limits.isFull(taken, key)).toList();
    return reads.list(
        QUEUE, PermitTable::waiting, machineArn, full.toArray(String[]::new), PASS_MAX);
  }

  private static List<Waiting> grant(
      Connection connection, String machineArn, long version, List<Waiting> chosen, Instant at)
      throws SQLException {
    if (Jdbc.update(connection, NEXT_VERSION, machineArn, version) == 0) {
      return List.of();
    }
    try (var statement = connection.prepareStatement(GRANT)) {
      for (var waiting : chosen) {
        Jdbc.bind(statement, at, waiting.executionArn(), waiting.ticket());
        statement.addBatch();
      }
      return changed(chosen, statement.executeBatch());
    }
  }

  private static List<Waiting> changed(List<Waiting> chosen, int[] counts) {
    var granted = new ArrayList<Waiting>();
    for (var i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        granted.add(chosen.get(i));
      }
    }
    return granted;
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        row.getString("execution_arn"),
        row.getInt("ticket"),
        row.getString("limit_key"),
        row.getLong("number"));
  }

  /** The machines that somebody waits for. */
  public List<String> waitedFor() {
    return reads.list(MACHINES_WAITED_FOR, row -> row.getString("machine_arn"));
  }

  /** Those who were granted a permit before that time and have not begun. */
  public List<Untaken> untaken(Instant before) {
    return reads.list(
        UNTAKEN,
        row ->
            new Untaken(
                row.getString("execution_arn"), row.getInt("ticket"), row.getLong("seq_nr")),
        before,
        PASS_MAX);
  }

  /** Whether no fewer than that many wait. */
  public boolean isQueued(String machineArn, int many) {
    return reads.first(LONGER_THAN, row -> true, machineArn, many - 1).isPresent();
  }

  public Counts count(String machineArn) {
    return reads
        .first(COUNT, row -> new Counts(row.getInt("taken"), row.getInt("queued")), machineArn)
        .orElse(new Counts(0, 0));
  }

  /** Where an execution stands, if it waits. */
  public Optional<Place> place(String executionArn) {
    return reads.first(
        PLACE,
        row ->
            new Place(
                Jdbc.instant(row, "queued_at"), row.getString("limit_key"), row.getInt("ahead")),
        executionArn);
  }
}
