package dev.pawl.persistence.index;

import org.jspecify.annotations.Nullable;

/**
 * Which executions of a machine are wanted.
 *
 * @param versionArn only those started by this version, itself or by an alias; null = all
 * @param aliasArn only those started by this alias; null = all
 * @param status only these; null = all
 * @param redriven only those that were redriven, or that were not; null = all
 */
public record ExecutionQuery(
    String stateMachineArn,
    @Nullable String versionArn,
    @Nullable String aliasArn,
    @Nullable String status,
    @Nullable Boolean redriven) {

  /** All executions of a machine, or those of one status. */
  public static ExecutionQuery of(String stateMachineArn, @Nullable String status) {
    return new ExecutionQuery(stateMachineArn, null, null, status, null);
  }

  /** What a page token is good for. */
  String text() {
    return "executions of %s version %s alias %s status %s redriven %s"
        .formatted(stateMachineArn, versionArn, aliasArn, status, redriven);
  }

  /** Conditions beside machine and status. */
  String conditions() {
    var sql = new StringBuilder();
    if (versionArn != null) {
      sql.append(" AND state_machine_version_arn = ?");
    }
    if (aliasArn != null) {
      sql.append(" AND state_machine_alias_arn = ?");
    }
    if (redriven != null) {
      sql.append(redriven ? " AND redrive_count > 0" : " AND redrive_count = 0");
    }
    return sql.toString();
  }
}
