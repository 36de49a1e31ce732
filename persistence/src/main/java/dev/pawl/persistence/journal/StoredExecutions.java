package dev.pawl.persistence.journal;

import dev.pawl.engine.execution.Execution;
import dev.pawl.persistence.jdbc.Reads;
import java.util.Optional;

/**
 * What the journal makes of an execution, on any node and without waking it: its snapshot, and the
 * rows after that.
 *
 * <p>Calls block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}, {@link
 * UnreadableRowException}.
 */
public final class StoredExecutions {

  private static final int ROWS_MAX = 200;
  private static final String SNAPSHOT =
      """
      SELECT sequence_number, snapshot_payload FROM snapshot
      WHERE persistence_id = ? AND snapshot_ser_id = ? AND snapshot_ser_manifest = ?
      ORDER BY persistence_id DESC, sequence_number DESC LIMIT 1\
      """;
  private static final String ROWS =
      """
      SELECT sequence_number, event_payload FROM event_journal
      WHERE persistence_id = ? AND sequence_number > ?
      ORDER BY persistence_id, sequence_number LIMIT ?\
      """;

  private final Reads reads;

  public StoredExecutions(Reads reads) {
    this.reads = reads;
  }

  private record Row(long number, byte[] bytes) {}

  private record Known(long number, Execution execution) {}

  /** The execution after its newest row; empty if there is none. */
  public Optional<Execution> find(String executionArn) {
    var known = snapshot(executionArn).orElse(new Known(0, Execution.none()));
    while (true) {
      var rows =
          reads.list(
              ROWS,
              row -> new Row(row.getLong("sequence_number"), row.getBytes("event_payload")),
              executionArn,
              known.number(),
              ROWS_MAX);
      for (var row : rows) {
        var events = EventCodec.CURRENT.decode(row.bytes());
        known = new Known(row.number(), known.execution().evolve(events));
      }
      if (rows.size() < ROWS_MAX) {
        return Optional.of(known.execution()).filter(execution -> execution.origin() != null);
      }
    }
  }

  /** One of another release is not read: the journal says the same. */
  private Optional<Known> snapshot(String executionArn) {
    return reads
        .first(
            SNAPSHOT,
            row -> new Row(row.getLong("sequence_number"), row.getBytes("snapshot_payload")),
            executionArn,
            ExecutionRowSerializer.IDENTIFIER,
            ExecutionRowSerializer.SNAPSHOT_MANIFEST)
        .flatMap(row -> {
          try {
            return Optional.of(new Known(row.number(), SnapshotCodec.decode(row.bytes())));
          } catch (UnreadableRowException unreadable) {
            return Optional.empty();
          }
        });
  }
}
