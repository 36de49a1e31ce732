package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Roles by name, with their policies.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}.
 */
public final class RoleCatalog {

  private static final String FIND =
      "SELECT " + RoleEntry.COLUMNS + " FROM iam_roles WHERE role_name = ?";
  private static final String LIST =
      "SELECT "
          + RoleEntry.COLUMNS
          + " FROM iam_roles WHERE role_name > ? ORDER BY role_name LIMIT ?";
  private static final String POLICIES =
      "SELECT policy_name FROM iam_role_policies WHERE role_name = ? ORDER BY policy_name";
  private static final String ATTACHMENTS =
      "SELECT policy_arn FROM iam_role_attachments WHERE role_name = ? ORDER BY policy_arn";

  private final JournalWriter writer;
  private final Reads reads;

  public RoleCatalog(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /** What became of a wish to delete a role. */
  public enum Deletion {
    DELETED,
    ABSENT,
    HAS_POLICIES,
    HAS_ATTACHMENTS
  }

  /**
   * Creates a role with its tags.
   *
   * @param arn what its tags hang on
   * @return false, and nothing is changed, if there is one of that name
   */
  public CompletableFuture<Boolean> create(RoleEntry role, String arn, Map<String, String> tags) {
    return writer.submit(connection -> {
      var inserted =
          Jdbc.update(
              connection,
              "INSERT INTO iam_roles ("
                  + RoleEntry.COLUMNS
                  + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
              role.name(),
              role.path(),
              role.roleId(),
              role.description(),
              role.assumeRolePolicy(),
              role.maxSessionSeconds(),
              role.permissionsBoundary(),
              role.creationDate());
      if (inserted == 1) {
        Tags.add(connection, arn, tags);
      }
      return inserted == 1;
    });
  }

  public Optional<RoleEntry> find(String name) {
    return reads.first(FIND, RoleEntry::read, name);
  }

  /**
   * Roles by name.
   *
   * @param after the last name of the page before; empty for the first page
   */
  public List<RoleEntry> list(String after, int max) {
    return reads.list(LIST, RoleEntry::read, after, max);
  }

  /** Replaces who may assume a role; false if there is no such role. */
  public CompletableFuture<Boolean> updateAssumeRolePolicy(String name, String document) {
    return change(
        "UPDATE iam_roles SET assume_role_policy = ? WHERE role_name = ?", document, name);
  }

  /** Replaces what is not null; false if there is no such role. */
  public CompletableFuture<Boolean> update(
      String name, @Nullable String description, @Nullable Integer maxSessionSeconds) {
    return writer.submit(connection -> {
      var found = Jdbc.first(connection, FIND, RoleEntry::read, name);
      if (found.isEmpty()) {
        return false;
      }
      Jdbc.update(
          connection,
          "UPDATE iam_roles SET description = ?, max_session_seconds = ? WHERE role_name = ?",
          description == null ? found.get().description() : description,
          maxSessionSeconds == null ? found.get().maxSessionSeconds() : maxSessionSeconds,
          name);
      return true;
    });
  }

  /** Deletes a role that has no policies any more. */
  public CompletableFuture<Deletion> delete(String name, String arn) {
    return writer.submit(connection -> delete(connection, name, arn));
  }

  private static Deletion delete(Connection connection, String name, String arn)
      throws SQLException {
    if (Jdbc.first(connection, FIND, RoleEntry::read, name).isEmpty()) {
      return Deletion.ABSENT;
    }
    if (!Jdbc.list(connection, ATTACHMENTS, row -> row.getString(1), name).isEmpty()) {
      return Deletion.HAS_ATTACHMENTS;
    }
    if (!Jdbc.list(connection, POLICIES, row -> row.getString(1), name).isEmpty()) {
      return Deletion.HAS_POLICIES;
    }
    Tags.forget(connection, arn);
    Jdbc.update(connection, "DELETE FROM iam_roles WHERE role_name = ?", name);
    return Deletion.DELETED;
  }

  /** Adds or replaces an inline policy; false if there is no such role. */
  public CompletableFuture<Boolean> putPolicy(String name, String policy, String document) {
    return writer.submit(connection -> {
      Jdbc.update(
          connection,
          "DELETE FROM iam_role_policies WHERE role_name = ? AND policy_name = ?",
          name,
          policy);
      return Jdbc.update(
              connection,
              "INSERT INTO iam_role_policies (role_name, policy_name, document) SELECT role_name,"
                  + " CAST(? AS VARCHAR(128)), CAST(? AS TEXT) FROM iam_roles WHERE role_name = ?",
              policy,
              document,
              name)
          == 1;
    });
  }

  /** The document of an inline policy. */
  public Optional<String> policy(String name, String policy) {
    return reads.first(
        "SELECT document FROM iam_role_policies WHERE role_name = ? AND policy_name = ?",
        row -> row.getString(1),
        name,
        policy);
  }

  /** Deletes an inline policy; false if there is none. */
  public CompletableFuture<Boolean> deletePolicy(String name, String policy) {
    return change(
        "DELETE FROM iam_role_policies WHERE role_name = ? AND policy_name = ?", name, policy);
  }

  /** The names of a role's inline policies. */
  public List<String> policies(String name) {
    return reads.list(POLICIES, row -> row.getString(1), name);
  }

  /** Names a managed policy for a role; false if there is no such role. */
  public CompletableFuture<Boolean> attach(String name, String policyArn) {
    return writer.submit(connection -> {
      Jdbc.update(
          connection,
          "DELETE FROM iam_role_attachments WHERE role_name = ? AND policy_arn = ?",
          name,
          policyArn);
      return Jdbc.update(
              connection,
              "INSERT INTO iam_role_attachments (role_name, policy_arn) SELECT role_name, CAST(? AS"
                  + " VARCHAR(2048)) FROM iam_roles WHERE role_name = ?",
              policyArn,
              name)
          == 1;
    });
  }

  /** Takes a managed policy away; false if it was not there. */
  public CompletableFuture<Boolean> detach(String name, String policyArn) {
    return change(
        "DELETE FROM iam_role_attachments WHERE role_name = ? AND policy_arn = ?", name, policyArn);
  }

  /** The ARNs of a role's managed policies. */
  public List<String> attachments(String name) {
    return reads.list(ATTACHMENTS, row -> row.getString(1), name);
  }

  private CompletableFuture<Boolean> change(String sql, String one, String other) {
    return writer.submit(connection -> Jdbc.update(connection, sql, one, other) == 1);
  }
}
