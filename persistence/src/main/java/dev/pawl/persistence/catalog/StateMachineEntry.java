package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state machine as it was created or last updated. Configurations are JSON text as the API takes
 * them, null = never given.
 *
 * @param type STANDARD or EXPRESS
 * @param status ACTIVE or DELETING
 * @param revisionId null until the first update
 * @param definitionHash of its definition, see {@link StateMachineCatalog#definition}
 * @param etag a value nobody else chooses, new with every write ({@code UUID.randomUUID()});
 *     updates compare it
 * @param indexedAttributes what its executions are searched by, see {@link
 *     StateMachineCatalog#putIndexedAttributes}; creating and updating leave it alone
 */
public record StateMachineEntry(
    String stateMachineArn,
    String name,
    String type,
    String status,
    String roleArn,
    @Nullable String revisionId,
    String definitionHash,
    Instant creationDate,
    Instant updateDate,
    @Nullable String loggingConfiguration,
    @Nullable String tracingConfiguration,
    @Nullable String encryptionConfiguration,
    String etag,
    @Nullable String indexedAttributes) {

  /** With nothing declared that its executions are searched by. */
  public StateMachineEntry(
      String stateMachineArn,
      String name,
      String type,
      String status,
      String roleArn,
      @Nullable String revisionId,
      String definitionHash,
      Instant creationDate,
      Instant updateDate,
      @Nullable String loggingConfiguration,
      @Nullable String tracingConfiguration,
      @Nullable String encryptionConfiguration,
      String etag) {
    this(
        stateMachineArn,
        name,
        type,
        status,
        roleArn,
        revisionId,
        definitionHash,
        creationDate,
        updateDate,
        loggingConfiguration,
        tracingConfiguration,
        encryptionConfiguration,
        etag,
        null);
  }

  public static final String ACTIVE = "ACTIVE";
  public static final String DELETING = "DELETING";

  static final String COLUMNS =
      "state_machine_arn, name, type, status, role_arn, revision_id, definition_hash,"
          + " creation_date, update_date, logging_configuration, tracing_configuration,"
          + " encryption_configuration, etag";

  /** Those that no create or update writes among them. */
  static final String ALL_COLUMNS = COLUMNS + ", indexed_attributes";

  public StateMachineEntry {
    creationDate = Jdbc.stored(creationDate);
    updateDate = Jdbc.stored(updateDate);
  }

  static StateMachineEntry read(ResultSet row) throws SQLException {
    return new StateMachineEntry(
        row.getString("state_machine_arn"),
        row.getString("name"),
        row.getString("type"),
        row.getString("status"),
        row.getString("role_arn"),
        row.getString("revision_id"),
        row.getString("definition_hash"),
        Jdbc.instant(row, "creation_date"),
        Jdbc.instant(row, "update_date"),
        row.getString("logging_configuration"),
        row.getString("tracing_configuration"),
        row.getString("encryption_configuration"),
        row.getString("etag"),
        row.getString("indexed_attributes"));
  }

  /** In the order of {@link #COLUMNS}. */
  @Nullable Object[] columns() {
    return new @Nullable Object[] {
      stateMachineArn,
      name,
      type,
      status,
      roleArn,
      revisionId,
      definitionHash,
      creationDate,
      updateDate,
      loggingConfiguration,
      tracingConfiguration,
      encryptionConfiguration,
      etag
    };
  }
}
