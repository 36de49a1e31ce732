package dev.pawl.persistence.journal;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Has PostgreSQL plan the prepared statements of a session anew when the tables may have outgrown
 * the plans: whenever twice as many rows have been written in it. A plan that was made while a
 * table was almost empty reads all of it, and is kept until the table is next analyzed, which takes
 * autovacuum a minute at the earliest.
 */
final class FreshPlans {

  private static final long FIRST_ROWS = 128;

  /** From here on the tables are so large that plans read them by their indexes. */
  private static final long LAST_ROWS = 1 << 20;

  private @Nullable Connection session;
  private long rows;
  private long next;

  /** Called after each batch, by the only user of the session. */
  void wrote(Connection connection, int more) throws SQLException {
    if (connection != session) {
      session = connection;
      rows = 0;
      next = FIRST_ROWS;
    }
    rows += more;
    if (rows >= next && next <= LAST_ROWS) {
      next = 2 * rows;
      Jdbc.update(connection, "DISCARD PLANS");
    }
  }
}
