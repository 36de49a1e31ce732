package dev.pawl.node.grpc;

import java.util.Map;
import java.util.Optional;

/** Which operation a method does, for those who grant rights by operation. */
public final class GrpcMethods {

  private static final Map<String, String> OPERATIONS =
      Map.ofEntries(
          Map.entry("pawl.v1.Executions/Start", "StartExecution"),
          Map.entry("pawl.v1.Executions/StartAndWait", "StartExecution"),
          Map.entry("pawl.v1.Executions/Describe", "DescribeExecution"),
          Map.entry("pawl.v1.Executions/List", "ListExecutions"),
          Map.entry("pawl.v1.Executions/Stop", "StopExecution"),
          Map.entry("pawl.v1.Executions/Redrive", "RedriveExecution"),
          Map.entry("pawl.v1.Executions/History", "GetExecutionHistory"),
          Map.entry("pawl.v1.StateMachines/Create", "CreateStateMachine"),
          Map.entry("pawl.v1.StateMachines/Update", "UpdateStateMachine"),
          Map.entry("pawl.v1.StateMachines/Describe", "DescribeStateMachine"),
          Map.entry("pawl.v1.StateMachines/Delete", "DeleteStateMachine"),
          Map.entry("pawl.v1.StateMachines/List", "ListStateMachines"),
          Map.entry("pawl.v1.StateMachines/PublishVersion", "PublishStateMachineVersion"),
          Map.entry("pawl.v1.StateMachines/ListVersions", "ListStateMachineVersions"),
          Map.entry("pawl.v1.StateMachines/DeleteVersion", "DeleteStateMachineVersion"),
          Map.entry("pawl.v1.Activities/Create", "CreateActivity"),
          Map.entry("pawl.v1.Activities/Describe", "DescribeActivity"),
          Map.entry("pawl.v1.Activities/Delete", "DeleteActivity"),
          Map.entry("pawl.v1.Activities/List", "ListActivities"),
          Map.entry("pawl.v1.Workers/Work", "GetActivityTask"));

  /** Those that AWS does not have. */
  private static final Map<String, String> OF_PAWL =
      Map.ofEntries(
          Map.entry("pawl.v1.Executions/RedriveFrom", "RedriveExecutionFrom"),
          Map.entry("pawl.v1.Executions/Migrate", "MigrateExecution"),
          Map.entry("pawl.v1.Executions/MigrateAll", "MigrateExecutions"),
          Map.entry("pawl.v1.StateMachines/PutConcurrencyLimits", "PutConcurrencyLimits"),
          Map.entry("pawl.v1.StateMachines/DescribeConcurrencyLimits", "DescribeConcurrencyLimits"),
          Map.entry("pawl.v1.StateMachines/DeleteConcurrencyLimits", "DeleteConcurrencyLimits"),
          Map.entry("pawl.v1.Executions/Search", "SearchExecutions"),
          Map.entry("pawl.v1.BulkOperations/Start", "StartBulkOperation"),
          Map.entry("pawl.v1.BulkOperations/Run", "StartBulkOperation"),
          Map.entry("pawl.v1.BulkOperations/Watch", "DescribeBulkOperation"),
          Map.entry("pawl.v1.BulkOperations/Describe", "DescribeBulkOperation"),
          Map.entry("pawl.v1.BulkOperations/List", "ListBulkOperations"),
          Map.entry("pawl.v1.BulkOperations/Stop", "StopBulkOperation"),
          Map.entry("pawl.v1.BulkOperations/PutIndexedAttributes", "PutIndexedAttributes"),
          Map.entry(
              "pawl.v1.BulkOperations/DescribeIndexedAttributes", "DescribeIndexedAttributes"),
          Map.entry("pawl.v1.Executions/Pause", "PauseExecution"),
          Map.entry("pawl.v1.Executions/Resume", "ResumeExecution"),
          Map.entry("pawl.v1.Executions/Signal", "SignalExecution"),
          Map.entry("pawl.v1.Executions/Explain", "ExplainExecution"),
          Map.entry("pawl.v1.StateMachines/Pause", "PauseStateMachine"),
          Map.entry("pawl.v1.StateMachines/Resume", "ResumeStateMachine"));

  private GrpcMethods() {}

  /** The operation of Pawl's own that a method does; empty if it does one of AWS or none. */
  public static Optional<String> ofPawl(String method) {
    return Optional.ofNullable(OF_PAWL.get(method));
  }

  /**
   * The operation.
   *
   * @param method {@code pawl.v1.Executions/Start}
   * @return empty for health, reflection, and what there is not
   */
  public static Optional<String> operation(String method) {
    return Optional.ofNullable(OPERATIONS.get(method));
  }
}
