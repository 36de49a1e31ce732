package shop.orders;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** The shop's SQL database. Its address comes from outside, as in any function. */
final class Shop {

  private static final long PATIENCE_NANOS = 15_000_000_000L;
  private static final long PAUSE_MAX_NANOS = 500_000_000L;

  private static boolean prepared;

  private Shop() {}

  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** Does the work in one transaction: all of it is stored, or nothing. */
  static <T> T inTransaction(Work<T> work) {
    try (var connection = connect()) {
      prepare(connection);
      connection.setAutoCommit(false);
      // Two functions may work on one order at once: the later one waits and sees what the other did.
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      var result = work.in(connection);
      connection.commit();
      return result;
    } catch (SQLException e) {
      // Step Functions sees the class of this exception, and the state machine retries it.
      throw new DatabaseUnavailable(e);
    }
  }

  /** Runs one statement and returns the number of rows it changed. */
  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** While one process opens the database's file, the others find it locked for a moment. */
  private static Connection connect() throws SQLException {
    var until = System.nanoTime() + PATIENCE_NANOS;
    for (; ; ) {
      try {
        return open();
      } catch (SQLException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_MAX_NANOS));
      }
    }
  }

  private static Connection open() throws SQLException {
    return DriverManager.getConnection(
        System.getenv("SHOP_DATABASE"),
        System.getenv().getOrDefault("SHOP_USER", "sa"),
        System.getenv().getOrDefault("SHOP_PASSWORD", ""));
  }

  private static synchronized void prepare(Connection connection) throws SQLException {
    if (prepared) {
      return;
    }
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS shelf (sku VARCHAR(20) PRIMARY KEY, on_hand INT NOT NULL)");
      // What lies on the shelf on the first day.
      statement.execute(
          """
          MERGE INTO shelf s
          USING (VALUES ('TOL-10001', 40), ('GRD-10002', 25), ('KIT-10003', 60), ('LGT-10004', 15)) v (sku, on_hand)
          ON s.sku = v.sku
          WHEN NOT MATCHED THEN INSERT (sku, on_hand) VALUES (v.sku, v.on_hand)
          """);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS reservations (
            order_id VARCHAR(40), sku VARCHAR(20), quantity INT NOT NULL, state VARCHAR(10) NOT NULL,
            PRIMARY KEY (order_id, sku))
          """);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS payments (
            order_id VARCHAR(40) PRIMARY KEY, cents BIGINT NOT NULL, state VARCHAR(10) NOT NULL)
          """);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS confirmations (
            order_id VARCHAR(40) PRIMARY KEY, task_token VARCHAR(2048) NOT NULL)
          """);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS shipments (
            order_id VARCHAR(40) PRIMARY KEY, tracking VARCHAR(60) NOT NULL)
          """);
    }
    prepared = true;
  }
}
