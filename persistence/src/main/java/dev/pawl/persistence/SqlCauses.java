package dev.pawl.persistence;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The database's own error inside what libraries wrap around it. */
final class SqlCauses {

  static final int NONE = 0;

  private SqlCauses() {}

  /** H2's error code, {@value #NONE} if there is none. */
  static int h2Code(Throwable problem) {
    return causes(problem)
        .filter(SQLException.class::isInstance)
        .mapToInt(cause -> ((SQLException) cause).getErrorCode())
        .filter(code -> code != NONE)
        .reduce(NONE, (outer, inner) -> inner);
  }

  /** Whether the database itself could not be reached, as opposed to what was asked of it. */
  static boolean isConnection(Throwable problem) {
    return causes(problem)
        .filter(SQLException.class::isInstance)
        .map(cause -> ((SQLException) cause).getSQLState())
        .anyMatch(state ->
            state != null
                && (state.startsWith("08")
                    || state.startsWith("28")
                    || state.startsWith("3D")
                    || state.startsWith("57")));
  }

  private static Stream<Throwable> causes(Throwable problem) {
    return Stream.<@Nullable Throwable>iterate(problem, cause -> cause != null, SqlCauses::next)
        .map(cause -> (Throwable) Objects.requireNonNull(cause));
  }

  private static @Nullable Throwable next(@Nullable Throwable cause) {
    return cause == null ? null : cause.getCause();
  }
}
