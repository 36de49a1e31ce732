package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A role: a name and documents. Nothing is allowed or denied by it.
 *
 * @param roleId AWS's unique id, {@code AROA…}
 * @param assumeRolePolicy JSON text
 */
public record RoleEntry(
    String name,
    String path,
    String roleId,
    @Nullable String description,
    String assumeRolePolicy,
    int maxSessionSeconds,
    @Nullable String permissionsBoundary,
    Instant creationDate) {

  static final String COLUMNS =
      "role_name, role_path, role_id, description, assume_role_policy, max_session_seconds,"
          + " permissions_boundary, creation_date";

  public RoleEntry {
    creationDate = Jdbc.stored(creationDate);
  }

  static RoleEntry read(ResultSet row) throws SQLException {
    return new RoleEntry(
        row.getString("role_name"),
        row.getString("role_path"),
        row.getString("role_id"),
        row.getString("description"),
        row.getString("assume_role_policy"),
        row.getInt("max_session_seconds"),
        row.getString("permissions_boundary"),
        Jdbc.instant(row, "creation_date"));
  }
}
