package dev.pawl.persistence.limit;

import dev.pawl.engine.limit.ConcurrencyLimits;
import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Limits as they are stored.
 *
 * @param version changes with every grant and every change
 */
public record LimitsEntry(ConcurrencyLimits limits, long version, Instant changedAt) {

  /** The columns of the limits, as {@link #limits(ResultSet)} reads them. */
  public static final String LIMITS =
      "max_concurrency, max_concurrency_per_key, key_path, max_queued";

  static final String COLUMNS = LIMITS + ", version, changed_at";

  static LimitsEntry read(ResultSet row) throws SQLException {
    return new LimitsEntry(
        limits(row).orElse(ConcurrencyLimits.NONE),
        row.getLong("version"),
        Jdbc.instant(row, "changed_at"));
  }

  /** The limits of a row; empty if it has none. */
  public static Optional<ConcurrencyLimits> limits(ResultSet row) throws SQLException {
    var limits =
        new ConcurrencyLimits(
            row.getObject("max_concurrency", Integer.class),
            row.getObject("max_concurrency_per_key", Integer.class),
            row.getString("key_path"),
            row.getInt("max_queued"));
    return limits.maxConcurrency() == null && limits.maxConcurrencyPerKey() == null
        ? Optional.empty()
        : Optional.of(limits);
  }
}
