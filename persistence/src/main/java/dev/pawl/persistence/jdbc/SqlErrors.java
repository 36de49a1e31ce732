package dev.pawl.persistence.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** Whose fault an {@link SQLException} is: of the statement, or of the database itself. */
public final class SqlErrors {

  // SQLSTATE classes that speak of this statement and its data: cardinality, data, constraint,
  // rollback (deadlock,
  // serialization), syntax and rights, limits, object not in state (lock time-out), not supported.
  private static final Set<String> STATEMENT_CLASSES =
      Set.of("21", "22", "23", "40", "42", "54", "55", "0A");
  // A cancelled query, a lock time-out and a concurrent update of H2.
  private static final Set<String> STATEMENT_STATES = Set.of("57014", "HYT00", "90131");

  private SqlErrors() {}

  /**
   * Whether another statement would succeed on this connection; if not, the database is gone, full
   * or restarting.
   */
  public static boolean isOfStatement(SQLException e) {
    var state = e.getSQLState();
    return state != null
        && (STATEMENT_STATES.contains(state)
            || (state.length() == 5 && STATEMENT_CLASSES.contains(state.substring(0, 2))));
  }
}
