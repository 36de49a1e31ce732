package dev.pawl.persistence.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection. An {@link Instant} is stored to the microsecond, which is what both
 * databases keep; years past 9999 are stored as the end of 9999.
 */
public final class Jdbc {

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** Makes a value of the row a result stands on. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private Jdbc() {}

  public static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  public static <T> List<T> list(
      Connection connection, String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (var rows = statement.executeQuery()) {
        var values = new ArrayList<T>();
        while (rows.next()) {
          values.add(reader.read(rows));
        }
        return values;
      }
    }
  }

  public static <T> Optional<T> first(
      Connection connection, String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    return list(connection, sql, reader, parameters).stream().findFirst();
  }

  public static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (var i = 0; i < parameters.length; i++) {
      statement.setObject(
          i + 1, parameters[i] instanceof Instant instant ? timestamp(instant) : parameters[i]);
    }
  }

  /** The instant as a column keeps it. */
  public static Instant stored(Instant instant) {
    return instant.isAfter(LATEST) ? LATEST : instant.truncatedTo(ChronoUnit.MICROS);
  }

  public static OffsetDateTime timestamp(Instant instant) {
    return stored(instant).atOffset(ZoneOffset.UTC);
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    var instant = instantOrNull(row, column);
    if (instant == null) {
      throw new AssertionError("Expected column " + column + " to hold a time, but it is null.");
    }
    return instant;
  }

  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    var value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /** {@code ?, ?, ?}: the places of that many parameters. */
  public static String places(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
