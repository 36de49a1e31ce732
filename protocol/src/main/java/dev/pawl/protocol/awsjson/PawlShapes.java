package dev.pawl.protocol.awsjson;

import static dev.pawl.protocol.awsjson.Member.optional;
import static dev.pawl.protocol.awsjson.Member.required;
import static dev.pawl.protocol.awsjson.OperationShape.awsJson;
import static dev.pawl.protocol.awsjson.Shape.integer;
import static dev.pawl.protocol.awsjson.Shape.string;

/** The operations that AWS does not have: {@code X-Amz-Target: Pawl.PauseExecution}. */
public final class PawlShapes {

  /** The part of {@code X-Amz-Target} before the dot. */
  public static final String TARGET_PREFIX = "Pawl";

  private static final Shape ARN = string(1, 256);
  private static final Shape PAGE_TOKEN = string(1, 1_024);
  static final Shape REASON = string(0, 1_024).asSensitive();

  // ---- lineage

  public static final OperationShape REDRIVE_EXECUTION_FROM =
      awsJson(
          "RedriveExecutionFrom",
          required("executionArn", ARN),
          required("stateName", string(1, 80)),
          optional("input", StepFunctionsShapes.DATA),
          optional("clientToken", string(1, 64).matching("[!-~]+")));

  public static final OperationShape MIGRATE_EXECUTION =
      awsJson("MigrateExecution", required("executionArn", ARN), optional("stateMachineArn", ARN));

  public static final OperationShape MIGRATE_EXECUTIONS =
      awsJson(
          "MigrateExecutions",
          required("stateMachineArn", ARN),
          optional("targetArn", ARN),
          optional("maxResults", integer(0, 1_000)),
          optional("nextToken", PAGE_TOKEN));

  public static final OperationShape EXPORT_EXECUTION =
      awsJson("ExportExecution", required("executionArn", ARN), optional("nextToken", PAGE_TOKEN));

  // ---- concurrency limits

  private static final Shape CONCURRENCY = integer(1, 100_000);

  public static final OperationShape PUT_CONCURRENCY_LIMITS =
      awsJson(
          "PutConcurrencyLimits",
          required("stateMachineArn", string(1, 256)),
          optional("maxConcurrency", CONCURRENCY),
          optional("maxConcurrencyPerKey", CONCURRENCY),
          optional("keyPath", string(1, 256)),
          optional("maxQueued", CONCURRENCY));

  public static final OperationShape DESCRIBE_CONCURRENCY_LIMITS =
      awsJson("DescribeConcurrencyLimits", required("stateMachineArn", string(1, 256)));

  public static final OperationShape DELETE_CONCURRENCY_LIMITS =
      awsJson("DeleteConcurrencyLimits", required("stateMachineArn", string(1, 256)));

  // ---- steering

  public static final OperationShape PAUSE_EXECUTION =
      awsJson("PauseExecution", required("executionArn", ARN), optional("reason", REASON));

  public static final OperationShape RESUME_EXECUTION =
      awsJson("ResumeExecution", required("executionArn", ARN));

  public static final OperationShape PAUSE_STATE_MACHINE =
      awsJson("PauseStateMachine", required("stateMachineArn", ARN), optional("reason", REASON));

  public static final OperationShape RESUME_STATE_MACHINE =
      awsJson("ResumeStateMachine", required("stateMachineArn", ARN));

  public static final OperationShape SIGNAL_EXECUTION =
      awsJson(
          "SignalExecution",
          required("executionArn", ARN),
          required("name", string(1, 80)),
          optional("payload", StepFunctionsShapes.DATA),
          optional("signalId", string(1, 128)));

  public static final OperationShape EXPLAIN_EXECUTION =
      awsJson("ExplainExecution", required("executionArn", ARN));

  private PawlShapes() {}
}
