package dev.pawl.node.api.auth;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The least role that each operation needs: the one table, which {@code docs/security.md} shows. An
 * operation that is not in it needs {@link Role#ADMIN}.
 */
public final class Permissions {

  private static final Map<String, Role> LEAST = table();

  private Permissions() {}

  /**
   * The role that an operation needs.
   *
   * @param service as it is signed for: states, lambda, sts, iam, logs; pawl for Pawl's own
   */
  public static Role least(String service, String operation) {
    return LEAST.getOrDefault(service + ":" + operation, Role.ADMIN);
  }

  /** The whole table, {@code states:StartExecution} to its role. */
  public static Map<String, Role> all() {
    return LEAST;
  }

  private static Map<String, Role> table() {
    var table = new HashMap<String, Role>();
    stepFunctions(table);
    lambda(table);
    identity(table);
    logs(table);
    put(table, "pawl", Role.READER, "info", "health", "metrics", "executions", "log");
    put(
        table,
        "pawl",
        Role.READER,
        "SearchExecutions",
        "DescribeIndexedAttributes",
        "DescribeBulkOperation",
        "ListBulkOperations");
    put(table, "pawl", Role.OPERATOR, "StartBulkOperation", "StopBulkOperation");
    put(table, "pawl", Role.ADMIN, "backup", "PutIndexedAttributes");
    put(table, "pawl", Role.READER, "DescribeConcurrencyLimits");
    put(table, "pawl", Role.OPERATOR, "PutConcurrencyLimits", "DeleteConcurrencyLimits");
    put(table, "pawl", Role.READER, "ExportExecution", "ExplainExecution");
    put(table, "pawl", Role.SUBMITTER, "SignalExecution");
    put(
        table,
        "pawl",
        Role.OPERATOR,
        "RedriveExecutionFrom",
        "MigrateExecution",
        "MigrateExecutions",
        "PauseExecution",
        "ResumeExecution",
        "PauseStateMachine",
        "ResumeStateMachine");
    return Collections.unmodifiableMap(table);
  }

  private static void stepFunctions(Map<String, Role> table) {
    put(
        table,
        "states",
        Role.READER,
        "DescribeActivity",
        "DescribeExecution",
        "DescribeMapRun",
        "DescribeStateMachine",
        "DescribeStateMachineAlias",
        "DescribeStateMachineForExecution",
        "GetExecutionHistory",
        "ListActivities",
        "ListExecutions",
        "ListMapRuns",
        "ListStateMachineAliases",
        "ListStateMachineVersions",
        "ListStateMachines",
        "ListTagsForResource",
        "ValidateStateMachineDefinition");
    put(
        table,
        "states",
        Role.SUBMITTER,
        "StartExecution",
        "StartSyncExecution",
        "GetActivityTask",
        "SendTaskSuccess",
        "SendTaskFailure",
        "SendTaskHeartbeat");
    put(
        table,
        "states",
        Role.OPERATOR,
        "StopExecution",
        "RedriveExecution",
        "UpdateMapRun",
        // Where traffic goes, and back, is an operator's decision; what there is to choose is not.
        "UpdateStateMachineAlias",
        "TagResource",
        "UntagResource",
        "CreateActivity",
        "DeleteActivity",
        // Calls functions with whatever definition it is given.
        "TestState");
    put(
        table,
        "states",
        Role.ADMIN,
        "CreateStateMachine",
        "UpdateStateMachine",
        "DeleteStateMachine",
        "PublishStateMachineVersion",
        "DeleteStateMachineVersion",
        "CreateStateMachineAlias",
        "DeleteStateMachineAlias");
  }

  private static void lambda(Map<String, Role> table) {
    put(
        table,
        "lambda",
        Role.READER,
        "GetFunction",
        "GetFunctionConfiguration",
        "GetFunctionConcurrency",
        "ListFunctions");
    put(table, "lambda", Role.SUBMITTER, "Invoke");
    put(table, "lambda", Role.OPERATOR, "PutFunctionConcurrency", "DeleteFunctionConcurrency");
    put(
        table,
        "lambda",
        Role.ADMIN,
        "CreateFunction",
        "UpdateFunctionCode",
        "UpdateFunctionConfiguration",
        "DeleteFunction");
  }

  private static void identity(Map<String, Role> table) {
    put(table, "sts", Role.READER, "GetCallerIdentity");
    put(
        table,
        "iam",
        Role.READER,
        "GetUser",
        "GetRole",
        "ListRoles",
        "GetRolePolicy",
        "ListRolePolicies",
        "ListAttachedRolePolicies",
        "ListInstanceProfilesForRole",
        "ListRoleTags");
    put(
        table,
        "iam",
        Role.ADMIN,
        "CreateRole",
        "UpdateRole",
        "UpdateRoleDescription",
        "UpdateAssumeRolePolicy",
        "DeleteRole",
        "PutRolePolicy",
        "DeleteRolePolicy",
        "AttachRolePolicy",
        "DetachRolePolicy",
        "TagRole",
        "UntagRole");
  }

  private static void logs(Map<String, Role> table) {
    put(
        table,
        "logs",
        Role.READER,
        "DescribeLogGroups",
        "DescribeLogStreams",
        "GetLogEvents",
        "FilterLogEvents",
        "ListTagsForResource",
        "ListTagsLogGroup");
    put(
        table,
        "logs",
        Role.OPERATOR,
        "CreateLogGroup",
        "DeleteLogGroup",
        "PutRetentionPolicy",
        "DeleteRetentionPolicy",
        "TagResource",
        "UntagResource");
  }

  private static void put(
      Map<String, Role> table, String service, Role least, String... operations) {
    for (var operation : operations) {
      table.put(service + ":" + operation, least);
    }
  }
}
