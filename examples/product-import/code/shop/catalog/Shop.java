package shop.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
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
      var result = work.in(connection);
      connection.commit();
      return result;
    } catch (SQLException e) {
      // Step Functions sees the class of this exception, and the state machine retries it.
      throw new DatabaseUnavailable(e);
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
          """
          CREATE TABLE IF NOT EXISTS products (
            sku VARCHAR(20) PRIMARY KEY, name VARCHAR(200) NOT NULL, category VARCHAR(40) NOT NULL,
            cents BIGINT NOT NULL, grams INT NOT NULL, import_id VARCHAR(80) NOT NULL, source_row INT NOT NULL)
          """);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS inventory (
            sku VARCHAR(20), warehouse VARCHAR(40), quantity INT NOT NULL, PRIMARY KEY (sku, warehouse))
          """);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS stock_movements (
            import_id VARCHAR(80), sku VARCHAR(20), warehouse VARCHAR(40) NOT NULL, quantity INT NOT NULL,
            PRIMARY KEY (import_id, sku))
          """);
    }
    prepared = true;
  }
}
