package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A log group that somebody created.
 *
 * @param retentionDays null = for ever
 */
public record LogGroupEntry(String name, @Nullable Integer retentionDays, Instant creationDate) {

  static final String COLUMNS = "log_group_name, retention_days, creation_date";

  public LogGroupEntry {
    creationDate = Jdbc.stored(creationDate);
  }

  static LogGroupEntry read(ResultSet row) throws SQLException {
    return new LogGroupEntry(
        row.getString("log_group_name"),
        row.getObject("retention_days", Integer.class),
        Jdbc.instant(row, "creation_date"));
  }
}
