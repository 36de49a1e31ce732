package dev.pawl.persistence.index;

import dev.pawl.engine.execution.Recorded;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.EventCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Stored decisions, read from any node without waking their execution.
 *
 * <p>Calls block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}, {@link
 * dev.pawl.persistence.journal.UnreadableRowException}.
 */
public final class ExecutionHistories {

  /**
   * The events of one journal row, those that the API does not show among them.
   *
   * @param bytes how large it is
   */
  public record HistoryRow(long seqNr, List<Recorded> events, int bytes) {
    public HistoryRow {
      events = List.copyOf(events);
    }
  }

  private static final String ROWS =
      """
      SELECT sequence_number, event_payload FROM event_journal
      WHERE persistence_id = ? AND sequence_number >= ? AND sequence_number <= ? AND last_event_id >= ? AND first_event_id <= ?
      ORDER BY persistence_id, sequence_number\
      """;
  private static final String ALL =
      """
      SELECT sequence_number, event_payload FROM event_journal
      WHERE persistence_id = ? AND sequence_number > ? AND sequence_number <= ?
      ORDER BY persistence_id, sequence_number LIMIT ?\
      """;
  private static final String FIRST =
      """
      SELECT sequence_number, event_payload FROM event_journal
      WHERE persistence_id = ? ORDER BY persistence_id, sequence_number LIMIT 1\
      """;

  private static final String LAST =
      """
      SELECT sequence_number, event_payload FROM event_journal
      WHERE persistence_id = ? AND last_event_id IS NOT NULL
      ORDER BY persistence_id DESC, sequence_number DESC LIMIT 1\
      """;

  private final Reads reads;

  public ExecutionHistories(Reads reads) {
    this.reads = reads;
  }

  /**
   * Rows with API events of these ids, both ends included, in ascending order.
   *
   * @param afterSeqNr only rows behind this one, which makes the next page of a long history cheap;
   *     0 = all
   */
  public List<HistoryRow> ascending(
      String executionArn, long fromEventId, long toEventId, long afterSeqNr, int limit) {
    return reads.list(
        ROWS + " LIMIT ?",
        ExecutionHistories::read,
        executionArn,
        afterSeqNr + 1,
        Long.MAX_VALUE,
        fromEventId,
        toEventId,
        limit);
  }

  /**
   * The same in descending order.
   *
   * @param beforeSeqNr only rows before this one; {@link Long#MAX_VALUE} = all
   */
  public List<HistoryRow> descending(
      String executionArn, long fromEventId, long toEventId, long beforeSeqNr, int limit) {
    return reads.list(
        backwards(ROWS) + " LIMIT ?",
        ExecutionHistories::read,
        executionArn,
        1L,
        beforeSeqNr == Long.MAX_VALUE ? beforeSeqNr : beforeSeqNr - 1,
        fromEventId,
        toEventId,
        limit);
  }

  /**
   * All rows behind one, those with no API event among them, in ascending order.
   *
   * @param afterSeqNr 0 = from the first
   * @param toSeqNr the last one, included
   */
  public List<HistoryRow> rows(String executionArn, long afterSeqNr, long toSeqNr, int limit) {
    return reads.list(ALL, ExecutionHistories::read, executionArn, afterSeqNr, toSeqNr, limit);
  }

  /** The row of the start: definition, role and input are there. */
  public Optional<HistoryRow> first(String executionArn) {
    return reads.first(FIRST, ExecutionHistories::read, executionArn);
  }

  /**
   * The last row with an API event: of an ended execution, its end and output. Notes of ours may
   * follow, such as that its starter knows of it.
   */
  public Optional<HistoryRow> last(String executionArn) {
    return reads.first(LAST, ExecutionHistories::read, executionArn);
  }

  private static String backwards(String sql) {
    return sql.replace(
        "ORDER BY persistence_id, sequence_number",
        "ORDER BY persistence_id DESC, sequence_number DESC");
  }

  private static HistoryRow read(ResultSet row) throws SQLException {
    var bytes = row.getBytes("event_payload");
    return new HistoryRow(
        row.getLong("sequence_number"), EventCodec.CURRENT.decode(bytes), bytes.length);
  }
}
