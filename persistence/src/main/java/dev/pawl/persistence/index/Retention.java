package dev.pawl.persistence.index;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.journal.JournalWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Forgets ended executions: journal, index, attributes, snapshots, tags and offers go together or
 * not at all.
 */
public final class Retention {

  private static final String ENDED =
      """
      SELECT execution_arn FROM executions
      WHERE stop_date >= ? AND stop_date < ? AND status NOT IN ('RUNNING', 'PENDING_REDRIVE')
      ORDER BY stop_date LIMIT ? FOR UPDATE\
      """;
  private static final List<String> DELETES =
      List.of(
          """
          DELETE FROM event_tag WHERE event_id IN
            (SELECT ordering FROM event_journal WHERE persistence_id = ?)\
          """,
          "DELETE FROM event_journal WHERE persistence_id = ?",
          "DELETE FROM snapshot WHERE persistence_id = ?",
          "DELETE FROM activity_offers WHERE execution_arn = ?",
          "DELETE FROM execution_attributes WHERE execution_arn = ?",
          "DELETE FROM map_run_children WHERE map_run_arn = ?",
          "DELETE FROM executions WHERE execution_arn = ?");

  private final JournalWriter writer;

  public Retention(JournalWriter writer) {
    this.writer = writer;
  }

  /**
   * Deletes executions that ended before this time, the oldest first.
   *
   * @param limit at most so many; the journal waits meanwhile, so a few hundred
   * @return how many went; fewer than {@code limit} when none is left
   */
  public CompletableFuture<Integer> deleteEnded(Instant before, int limit) {
    return writer.submit(connection -> delete(connection, before, limit));
  }

  private static int delete(Connection connection, Instant before, int limit) throws SQLException {
    var arns = Jdbc.list(connection, ENDED, row -> row.getString(1), Instant.EPOCH, before, limit);
    for (var sql : DELETES) {
      try (var statement = connection.prepareStatement(sql)) {
        for (var arn : arns) {
          Jdbc.bind(statement, arn);
          statement.addBatch();
        }
        statement.executeBatch();
      }
    }
    return arns.size();
  }
}
