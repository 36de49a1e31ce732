package dev.pawl.persistence.limit;

import dev.pawl.engine.limit.ConcurrencyLimits;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The concurrency limits of state machines. What is changed here holds for every permit that is
 * granted after the change was acknowledged.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}.
 */
public final class LimitCatalog {

  private static final String FIND =
      "SELECT " + LimitsEntry.COLUMNS + " FROM concurrency_limits WHERE machine_arn = ?";
  private static final String CHANGE =
      """
      UPDATE concurrency_limits SET max_concurrency = ?, max_concurrency_per_key = ?, key_path = ?, max_queued = ?,
        version = version + 1, changed_at = ?
      WHERE machine_arn = ?\
      """;
  private static final String INSERT =
      """
      INSERT INTO concurrency_limits (max_concurrency, max_concurrency_per_key, key_path, max_queued, version, changed_at,
        machine_arn)
      VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING\
      """;

  private static final String FORGET =
      """
      UPDATE concurrency_limits SET max_concurrency = NULL, max_concurrency_per_key = NULL, key_path = NULL,
        version = version + 1, changed_at = CURRENT_TIMESTAMP
      WHERE machine_arn = ?\
      """;

  private final JournalWriter writer;
  private final Reads reads;

  public LimitCatalog(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /** Sets the limits of a machine, in the place of those it had. */
  public CompletableFuture<Boolean> put(String machineArn, ConcurrencyLimits limits, Instant at) {
    return writer.submit(connection -> {
      if (change(connection, CHANGE, machineArn, limits, at) == 0
          && change(connection, INSERT, machineArn, limits, at) == 0) {
        change(connection, CHANGE, machineArn, limits, at);
      }
      return true;
    });
  }

  /**
   * Takes the limits of a machine away; those who wait may go.
   *
   * @return whether it had any
   */
  public CompletableFuture<Boolean> delete(String machineArn) {
    var had = find(machineArn).isPresent();
    return writer.submit(connection -> {
      forget(connection, machineArn);
      return had;
    });
  }

  /** Lifts the limits of a machine; its row stays, as somebody may still wait. */
  public static void forget(Connection connection, String machineArn) throws SQLException {
    Jdbc.update(connection, FORGET, machineArn);
  }

  /** The limits of a machine, if it has any. */
  public Optional<LimitsEntry> find(String machineArn) {
    return reads
        .first(FIND, LimitsEntry::read, machineArn)
        .filter(entry -> !entry.limits().equals(ConcurrencyLimits.NONE));
  }

  private static int change(
      Connection connection, String sql, String machineArn, ConcurrencyLimits limits, Instant at)
      throws SQLException {
    return Jdbc.update(
        connection,
        sql,
        limits.maxConcurrency(),
        limits.maxConcurrencyPerKey(),
        limits.keyPath(),
        limits.maxQueued(),
        at,
        machineArn);
  }
}
