package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state machine as it was when it was published. Never changes.
 *
 * @param version from 1 on; never given twice to one machine
 * @param revisionId of the machine then; null for the revision it was created with
 * @param loggingConfiguration JSON text as the API takes it, as the two after it; null = never
 *     given
 */
public record StateMachineVersion(
    String stateMachineArn,
    int version,
    @Nullable String revisionId,
    @Nullable String description,
    String roleArn,
    String definitionHash,
    Instant creationDate,
    @Nullable String loggingConfiguration,
    @Nullable String tracingConfiguration,
    @Nullable String encryptionConfiguration) {

  static final String COLUMNS =
      "state_machine_arn, version, revision_id, description, role_arn, definition_hash, creation_date, "
          + "logging_configuration, tracing_configuration, encryption_configuration";

  public StateMachineVersion {
    creationDate = Jdbc.stored(creationDate);
  }

  /** The name under which it is started and described. */
  public String arn() {
    return stateMachineArn + ":" + version;
  }

  static StateMachineVersion read(ResultSet row) throws SQLException {
    return new StateMachineVersion(
        row.getString("state_machine_arn"),
        row.getInt("version"),
        row.getString("revision_id"),
        row.getString("description"),
        row.getString("role_arn"),
        row.getString("definition_hash"),
        Jdbc.instant(row, "creation_date"),
        row.getString("logging_configuration"),
        row.getString("tracing_configuration"),
        row.getString("encryption_configuration"));
  }

  /** In the order of {@link #COLUMNS}. */
  @Nullable Object[] columns() {
    return new @Nullable Object[] {
      stateMachineArn,
      version,
      revisionId,
      description,
      roleArn,
      definitionHash,
      creationDate,
      loggingConfiguration,
      tracingConfiguration,
      encryptionConfiguration
    };
  }
}
