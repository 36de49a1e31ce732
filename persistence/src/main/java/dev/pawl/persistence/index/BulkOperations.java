package dev.pawl.persistence.index;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.persistence.jdbc.PageToken;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Bulk operations. Whoever changes one names the version that he has read, so that of two nodes
 * that both believe they work on it, one is told that it is not so. The lease only keeps nodes from
 * working for nothing; its time is the database's.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}; of {@link
 * #list}, {@link dev.pawl.persistence.jdbc.InvalidPageTokenException}.
 */
public final class BulkOperations {

  private static final String SELECT = "SELECT " + BulkOperation.COLUMNS + " FROM bulk_operations";
  private static final String INSERT =
      "INSERT INTO bulk_operations ("
          + BulkOperation.COLUMNS
          + ") VALUES ("
          + Jdbc.places(17)
          + ") ON CONFLICT DO NOTHING";
  private static final String UPDATE =
      """
      UPDATE bulk_operations SET status = ?, stop_date = ?, next_token = ?, page = ?, matched = ?, succeeded = ?, refused = ?,
        last_refusal = ?, lease_owner = ?, lease_until = ?, version = ?
      WHERE bulk_operation_id = ? AND version = ?\
      """;
  private static final String NOW = "SELECT CURRENT_TIMESTAMP AS its_time";

  private final JournalWriter writer;
  private final Reads reads;

  public BulkOperations(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /**
   * Begins one, unless there is one of this id.
   *
   * @return the one that there is now
   */
  public CompletableFuture<BulkOperation> begin(BulkOperation operation) {
    return writer.submit(connection -> {
      Jdbc.update(
          connection,
          INSERT,
          operation.id(),
          operation.action(),
          operation.query(),
          operation.parameters(),
          operation.dryRun(),
          operation.maxPerSecond(),
          operation.status(),
          operation.startDate(),
          operation.stopDate(),
          operation.nextToken(),
          operation.pageText(),
          operation.counts().matched(),
          operation.counts().succeeded(),
          operation.counts().refused(),
          operation.lastRefusal(),
          operation.leaseOwner(),
          operation.version());
      return find(connection, operation.id()).orElseThrow();
    });
  }

  /** Those that run and that nobody works on, the oldest first. */
  public List<String> idle(int limit) {
    return reads.list(
        "SELECT bulk_operation_id FROM bulk_operations WHERE status = 'RUNNING' AND (lease_until IS"
            + " NULL OR lease_until < CURRENT_TIMESTAMP) ORDER BY start_date LIMIT ?",
        row -> row.getString(1),
        limit);
  }

  /**
   * Takes the lease of one that nobody works on.
   *
   * @return empty if somebody does, or it is over
   */
  public CompletableFuture<Optional<BulkOperation>> take(String id, String owner, Duration lease) {
    return writer.submit(connection -> {
      var found =
          Jdbc.first(
              connection,
              SELECT
                  + " WHERE bulk_operation_id = ? AND status = 'RUNNING'"
                  + " AND (lease_until IS NULL OR lease_until < CURRENT_TIMESTAMP)",
              BulkOperation::read,
              id);
      return found.isEmpty() ? found : change(connection, found.get(), owner, lease);
    });
  }

  /**
   * Stores how far one is, if it still stands as it was read, and holds it for that time from now.
   *
   * @return as it stands now; empty if somebody else has changed it
   */
  public CompletableFuture<Optional<BulkOperation>> change(
      BulkOperation changed, String owner, Duration lease) {
    return writer.submit(connection -> change(connection, changed, owner, lease));
  }

  private static Optional<BulkOperation> change(
      Connection connection, BulkOperation read, String owner, Duration lease) throws SQLException {
    var changed = read.changed(owner);
    var until =
        Jdbc.first(connection, NOW, row -> Jdbc.instant(row, "its_time")).orElseThrow().plus(lease);
    var rows =
        Jdbc.update(
            connection,
            UPDATE,
            changed.status(),
            changed.stopDate(),
            changed.nextToken(),
            changed.pageText(),
            changed.counts().matched(),
            changed.counts().succeeded(),
            changed.counts().refused(),
            changed.lastRefusal(),
            changed.leaseOwner(),
            changed.isRunning() ? until : null,
            changed.version(),
            changed.id(),
            read.version());
    return rows == 0 ? Optional.empty() : Optional.of(changed);
  }

  /**
   * Ends one that runs; whoever works on it learns of it with his next page.
   *
   * @return as it stands now; empty if there is none
   */
  public CompletableFuture<Optional<BulkOperation>> stop(String id, Instant at) {
    return writer.submit(connection -> {
      Jdbc.update(
          connection,
          "UPDATE bulk_operations SET status = 'STOPPED', stop_date = ?, lease_owner = NULL,"
              + " lease_until = NULL, version = version + 1 WHERE bulk_operation_id = ? AND status"
              + " = 'RUNNING'",
          at,
          id);
      return find(connection, id);
    });
  }

  public Optional<BulkOperation> find(String id) {
    return reads.first(SELECT + " WHERE bulk_operation_id = ?", BulkOperation::read, id);
  }

  private static Optional<BulkOperation> find(Connection connection, String id)
      throws SQLException {
    return Jdbc.first(connection, SELECT + " WHERE bulk_operation_id = ?", BulkOperation::read, id);
  }

  /**
   * Bulk operations, newest first.
   *
   * @param status only these; null = all
   * @param token of the page before; null = from the newest on
   */
  public Page<BulkOperation> list(@Nullable String status, int max, @Nullable String token) {
    var question = "bulk operations " + status;
    var from = PageToken.parse(token, question);
    var sql = new StringBuilder(SELECT).append(" WHERE 1 = 1");
    var parameters = new ArrayList<Object>();
    if (status != null) {
      sql.append(" AND status = ?");
      parameters.add(status);
    }
    if (from != null) {
      sql.append(" AND start_date <= ? AND (start_date < ? OR bulk_operation_id < ?)");
      parameters.addAll(List.of(from.time(), from.time(), from.name()));
    }
    sql.append(" ORDER BY start_date DESC, bulk_operation_id DESC LIMIT ?");
    parameters.add(max + 1);
    var found = reads.list(sql.toString(), BulkOperation::read, parameters.toArray());
    return Page.of(found, max, last -> new PageToken(last.startDate(), last.id()).text(question));
  }

  /** Deletes those that were over before this time. */
  public CompletableFuture<Integer> deleteEnded(Instant before) {
    return writer.submit(connection ->
        Jdbc.update(
            connection,
            "DELETE FROM bulk_operations WHERE status <> 'RUNNING' AND stop_date < ?",
            before));
  }
}
