package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An activity.
 *
 * @param encryptionConfiguration JSON text as the API takes it; null = never given
 */
public record ActivityEntry(
    String activityArn,
    String name,
    Instant creationDate,
    @Nullable String encryptionConfiguration) {

  static final String COLUMNS = "activity_arn, name, creation_date, encryption_configuration";

  public ActivityEntry {
    creationDate = Jdbc.stored(creationDate);
  }

  static ActivityEntry read(ResultSet row) throws SQLException {
    return new ActivityEntry(
        row.getString("activity_arn"),
        row.getString("name"),
        Jdbc.instant(row, "creation_date"),
        row.getString("encryption_configuration"));
  }
}
