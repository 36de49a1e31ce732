package dev.pawl.persistence.jdbc;

import dev.pawl.persistence.jdbc.Jdbc.RowReader;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Queries on a pool of connections. They block, so callers run them on a dispatcher of their own.
 *
 * <p>Errors: {@link DatabaseUnavailableException} when the database cannot be asked; {@link
 * IllegalStateException} when it cannot understand the question, which no repetition mends.
 */
public final class Reads {

  private final DataSource pool;

  public Reads(DataSource pool) {
    this.pool = pool;
  }

  public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    try (var connection = pool.getConnection()) {
      return Jdbc.list(connection, sql, reader, parameters);
    } catch (SQLException e) {
      if (isOurMistake(e)) {
        throw new IllegalStateException("Expected a query that the database knows, but: " + e, e);
      }
      throw new DatabaseUnavailableException("Expected an answer of the database, but: " + e, e);
    }
  }

  /** Class 42 of SQL's states: a column or table that is not there, or no SQL at all. */
  private static boolean isOurMistake(SQLException thrown) {
    return thrown.getSQLState() != null && thrown.getSQLState().startsWith("42");
  }

  public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    return list(sql, reader, parameters).stream().findFirst();
  }
}
