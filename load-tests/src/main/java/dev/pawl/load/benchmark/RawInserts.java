package dev.pawl.load.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What the database alone can take: rows like those of the journal, several to a statement, one
 * durable commit a statement, from one connection. The figure to hold a node's rows per second to.
 */
final class RawInserts {

  private static final String TABLE =
      """
      CREATE TABLE raw_inserts (persistence_id VARCHAR(255) NOT NULL, sequence_number BIGINT NOT NULL,
        writer VARCHAR(64) NOT NULL, event_payload %s NOT NULL, PRIMARY KEY (persistence_id, sequence_number))\
      """;
  private static final int WARM_UP_PARTS = 4;

  private final Database database;
  private final byte[] payload;

  /**
   * @param rowBytes how long each row's payload is
   */
  RawInserts(Database database, int rowBytes) {
    this.database = database;
    this.payload = new byte[rowBytes];
    new Random(1).nextBytes(payload);
  }

  /** Rows per second with so many rows to a commit. */
  record Rate(int rowsPerCommit, double rowsPerSecond) {}

  List<Rate> measure(List<Integer> groups, Duration each) throws SQLException {
    var rates = new ArrayList<Rate>();
    try (var connection = DriverManager.getConnection(database.rawJdbcUrl())) {
      try (var statement = connection.createStatement()) {
        statement.execute("DROP TABLE IF EXISTS raw_inserts");
        statement.execute(TABLE.formatted(database.isEmbedded() ? "VARBINARY(16384)" : "BYTEA"));
      }
      for (var rows : groups) {
        insert(connection, rows, each.dividedBy(WARM_UP_PARTS), "warm-up");
        rates.add(new Rate(rows, insert(connection, rows, each, "measured")));
      }
      try (var statement = connection.createStatement()) {
        statement.execute("DROP TABLE raw_inserts");
      }
    }
    return rates;
  }

  private double insert(Connection connection, int rows, Duration time, String phase)
      throws SQLException {
    connection.setAutoCommit(true);
    var begun = System.nanoTime();
    var written = 0L;
    try (var insert = connection.prepareStatement(sql(rows));
        var sync = connection.createStatement()) {
      while (System.nanoTime() - begun < time.toNanos()) {
        for (var row = 0; row < rows; row++) {
          bind(insert, row, "%s:%d:%d".formatted(phase, rows, written + row));
        }
        insert.executeUpdate();
        if (database.isEmbedded()) {
          sync.execute("CHECKPOINT SYNC");
        }
        written += rows;
      }
    }
    return written / ((System.nanoTime() - begun) / 1e9);
  }

  private void bind(PreparedStatement insert, int row, String id) throws SQLException {
    var at = row * 4;
    insert.setString(at + 1, "arn:aws:states:us-east-1:000000000000:execution:raw:" + id);
    insert.setLong(at + 2, 1);
    insert.setString(at + 3, "0f8fad5b-d9cb-469f-a165-70867728950e");
    insert.setBytes(at + 4, payload);
  }

  private static String sql(int rows) {
    var values = String.join(",", Collections.nCopies(rows, "(?,?,?,?)"));
    return "INSERT INTO raw_inserts (persistence_id, sequence_number, writer, event_payload) VALUES "
        + values;
  }
}
