package dev.pawl.persistence.journal;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Rows of a persistent actor that is not an execution: no index, and the primary key alone is the
 * fence.
 */
record PlainAppend(List<JournalRow> rows) implements SqlWork<Boolean> {

  private static final String INSERT =
      """
      INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest, event_payload,
        event_ser_id, event_ser_manifest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
      """;
  private static final String OWN_ROW =
      "SELECT 1 FROM event_journal WHERE persistence_id = ? AND sequence_number = ? AND writer = ?";
  private static final String TAG =
      """
      INSERT INTO event_tag (event_id, tag)
      SELECT ordering, ? FROM event_journal WHERE persistence_id = ? AND sequence_number = ?
      ON CONFLICT DO NOTHING\
      """;

  @Override
  public Boolean run(Connection connection) throws SQLException {
    for (var row : rows) {
      if (!insert(connection, row) && !isOurs(connection, row)) {
        throw new FencedException(row.persistenceId(), row.sequenceNumber());
      }
      for (var tag : row.tags()) {
        Jdbc.update(connection, TAG, tag, row.persistenceId(), row.sequenceNumber());
      }
    }
    return true;
  }

  private static boolean insert(Connection connection, JournalRow row) throws SQLException {
    return Jdbc.update(
            connection,
            INSERT,
            row.persistenceId(),
            row.sequenceNumber(),
            row.writer(),
            row.writeTimestamp(),
            row.adapterManifest(),
            row.payload(),
            row.serializerId(),
            row.serializerManifest())
        == 1;
  }

  private static boolean isOurs(Connection connection, JournalRow row) throws SQLException {
    return Jdbc.first(
            connection,
            OWN_ROW,
            found -> true,
            row.persistenceId(),
            row.sequenceNumber(),
            row.writer())
        .isPresent();
  }
}
