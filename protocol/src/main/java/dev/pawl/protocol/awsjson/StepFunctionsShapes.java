package dev.pawl.protocol.awsjson;

import static dev.pawl.protocol.awsjson.Member.optional;
import static dev.pawl.protocol.awsjson.Member.required;
import static dev.pawl.protocol.awsjson.OperationShape.awsJson;
import static dev.pawl.protocol.awsjson.Shape.bool;
import static dev.pawl.protocol.awsjson.Shape.decimal;
import static dev.pawl.protocol.awsjson.Shape.integer;
import static dev.pawl.protocol.awsjson.Shape.listOf;
import static dev.pawl.protocol.awsjson.Shape.oneOf;
import static dev.pawl.protocol.awsjson.Shape.payload;
import static dev.pawl.protocol.awsjson.Shape.string;
import static dev.pawl.protocol.awsjson.Shape.structure;

/** The operations of Step Functions, as its API model describes them (version 2016-11-23). */
public final class StepFunctionsShapes {

  /** The part of {@code X-Amz-Target} before the dot. */
  public static final String TARGET_PREFIX = "AWSStepFunctions";

  /** API reference, StartExecution: input and output have at most 262,144 bytes in UTF-8. */
  public static final int PAYLOAD_BYTES_MAX = 262_144;

  private static final Shape ARN = string(1, 256);
  private static final Shape NAME = string(1, 80);
  static final Shape DEFINITION = string(1, 1_048_576).asSensitive();
  static final Shape DATA = payload(PAYLOAD_BYTES_MAX);
  private static final Shape ERROR = string(0, 256).asSensitive();
  private static final Shape CAUSE = string(0, 32_768).asSensitive();
  private static final Shape TRACE_HEADER = string(0, 256).matching("\\p{ASCII}*");
  private static final Shape TASK_TOKEN = string(1, 2_048);
  private static final Shape PAGE_SIZE = integer(0, 1_000);
  private static final Shape PAGE_TOKEN = string(1, 1_024);
  private static final Shape TYPE = oneOf("STANDARD", "EXPRESS");
  private static final Shape INCLUDED_DATA = oneOf("ALL_DATA", "METADATA_ONLY");
  private static final Shape VERSION_DESCRIPTION = string(0, 256).asSensitive();

  private static final Shape TAGS =
      listOf(structure("Tag", optional("key", string(1, 128)), optional("value", string(0, 256))));

  private static final Shape LOGGING =
      structure(
          "LoggingConfiguration",
          optional("level", oneOf("ALL", "ERROR", "FATAL", "OFF")),
          optional("includeExecutionData", bool()),
          optional(
              "destinations",
              listOf(
                  structure(
                      "LogDestination",
                      optional(
                          "cloudWatchLogsLogGroup",
                          structure(
                              "CloudWatchLogsLogGroup",
                              optional("logGroupArn", string(1, 256))))))));

  private static final Shape TRACING =
      structure("TracingConfiguration", optional("enabled", bool()));

  private static final Shape ENCRYPTION =
      structure(
          "EncryptionConfiguration",
          optional("kmsKeyId", string(1, 2_048)),
          optional("kmsDataKeyReusePeriodSeconds", integer(60, 900)),
          required("type", oneOf("AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY")));

  public static final OperationShape CREATE_STATE_MACHINE =
      awsJson(
          "CreateStateMachine",
          required("name", NAME),
          required("definition", DEFINITION),
          required("roleArn", ARN),
          optional("type", TYPE),
          optional("loggingConfiguration", LOGGING),
          optional("tags", TAGS),
          optional("tracingConfiguration", TRACING),
          optional("publish", bool()),
          optional("versionDescription", VERSION_DESCRIPTION),
          optional("encryptionConfiguration", ENCRYPTION));

  public static final OperationShape UPDATE_STATE_MACHINE =
      awsJson(
          "UpdateStateMachine",
          required("stateMachineArn", ARN),
          optional("definition", DEFINITION),
          optional("roleArn", ARN),
          optional("loggingConfiguration", LOGGING),
          optional("tracingConfiguration", TRACING),
          optional("publish", bool()),
          optional("versionDescription", VERSION_DESCRIPTION),
          optional("encryptionConfiguration", ENCRYPTION));

  public static final OperationShape DESCRIBE_STATE_MACHINE =
      awsJson(
          "DescribeStateMachine",
          required("stateMachineArn", ARN),
          optional("includedData", INCLUDED_DATA));

  public static final OperationShape DELETE_STATE_MACHINE =
      awsJson("DeleteStateMachine", required("stateMachineArn", ARN));

  public static final OperationShape LIST_STATE_MACHINES =
      awsJson(
          "ListStateMachines",
          optional("maxResults", PAGE_SIZE),
          optional("nextToken", PAGE_TOKEN));

  /**
   * API reference, CreateStateMachineAlias: letters, digits, "_", "-" and ".", and not only digits.
   */
  private static final Shape ALIAS_NAME =
      string(1, 80).matching("^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$");

  private static final Shape ROUTING =
      listOf(
          structure(
              "RoutingConfigurationListItem",
              required("stateMachineVersionArn", ARN),
              required("weight", integer(0, 100))),
          1,
          2);

  public static final OperationShape PUBLISH_STATE_MACHINE_VERSION =
      awsJson(
          "PublishStateMachineVersion",
          required("stateMachineArn", ARN),
          optional("revisionId", string()),
          optional("description", VERSION_DESCRIPTION));

  public static final OperationShape DELETE_STATE_MACHINE_VERSION =
      awsJson("DeleteStateMachineVersion", required("stateMachineVersionArn", string(1, 2_000)));

  public static final OperationShape LIST_STATE_MACHINE_VERSIONS =
      awsJson(
          "ListStateMachineVersions",
          required("stateMachineArn", ARN),
          optional("nextToken", PAGE_TOKEN),
          optional("maxResults", PAGE_SIZE));

  public static final OperationShape CREATE_STATE_MACHINE_ALIAS =
      awsJson(
          "CreateStateMachineAlias",
          optional("description", string(0, 256).asSensitive()),
          required("name", ALIAS_NAME),
          required("routingConfiguration", ROUTING));

  public static final OperationShape UPDATE_STATE_MACHINE_ALIAS =
      awsJson(
          "UpdateStateMachineAlias",
          required("stateMachineAliasArn", ARN),
          optional("description", string(0, 256).asSensitive()),
          optional("routingConfiguration", ROUTING));

  public static final OperationShape DESCRIBE_STATE_MACHINE_ALIAS =
      awsJson("DescribeStateMachineAlias", required("stateMachineAliasArn", ARN));

  public static final OperationShape DELETE_STATE_MACHINE_ALIAS =
      awsJson("DeleteStateMachineAlias", required("stateMachineAliasArn", ARN));

  public static final OperationShape LIST_STATE_MACHINE_ALIASES =
      awsJson(
          "ListStateMachineAliases",
          required("stateMachineArn", ARN),
          optional("nextToken", PAGE_TOKEN),
          optional("maxResults", PAGE_SIZE));

  public static final OperationShape TAG_RESOURCE =
      awsJson("TagResource", required("resourceArn", ARN), required("tags", TAGS));

  public static final OperationShape UNTAG_RESOURCE =
      awsJson(
          "UntagResource",
          required("resourceArn", ARN),
          required("tagKeys", listOf(string(1, 128))));

  public static final OperationShape LIST_TAGS_FOR_RESOURCE =
      awsJson("ListTagsForResource", required("resourceArn", ARN));

  public static final OperationShape VALIDATE_STATE_MACHINE_DEFINITION =
      awsJson(
          "ValidateStateMachineDefinition",
          required("definition", DEFINITION),
          optional("type", TYPE),
          optional("severity", oneOf("ERROR", "WARNING")),
          optional("maxResults", integer(0, 100)));

  public static final OperationShape TEST_STATE =
      awsJson(
          "TestState",
          required("definition", DEFINITION),
          optional("roleArn", ARN),
          optional("input", DATA),
          optional("inspectionLevel", oneOf("INFO", "DEBUG", "TRACE")),
          optional("revealSecrets", bool()),
          optional("variables", DATA),
          optional("stateName", NAME),
          optional(
              "mock",
              structure(
                  "MockInput",
                  optional("result", DATA),
                  optional(
                      "errorOutput",
                      structure(
                          "MockErrorOutput", optional("error", ERROR), optional("cause", CAUSE))),
                  optional("fieldValidationMode", oneOf("STRICT", "PRESENT", "NONE")))),
          optional("context", DATA),
          optional(
              "stateConfiguration",
              structure(
                  "TestStateConfiguration",
                  optional("retrierRetryCount", integer(0, Integer.MAX_VALUE)),
                  optional("errorCausedByState", NAME),
                  optional("mapIterationFailureCount", integer(0, Integer.MAX_VALUE)),
                  optional("mapItemReaderData", DATA))));

  public static final OperationShape START_EXECUTION =
      awsJson(
          "StartExecution",
          required("stateMachineArn", ARN),
          optional("name", NAME),
          optional("input", DATA),
          optional("traceHeader", TRACE_HEADER));

  public static final OperationShape START_SYNC_EXECUTION =
      awsJson(
          "StartSyncExecution",
          required("stateMachineArn", ARN),
          optional("name", NAME),
          optional("input", DATA),
          optional("traceHeader", TRACE_HEADER),
          optional("includedData", INCLUDED_DATA));

  public static final OperationShape STOP_EXECUTION =
      awsJson(
          "StopExecution",
          required("executionArn", ARN),
          optional("error", ERROR),
          optional("cause", CAUSE));

  public static final OperationShape REDRIVE_EXECUTION =
      awsJson(
          "RedriveExecution",
          required("executionArn", ARN),
          optional("clientToken", string(1, 64).matching("[!-~]+")));

  public static final OperationShape DESCRIBE_EXECUTION =
      awsJson(
          "DescribeExecution",
          required("executionArn", ARN),
          optional("includedData", INCLUDED_DATA));

  public static final OperationShape DESCRIBE_STATE_MACHINE_FOR_EXECUTION =
      awsJson(
          "DescribeStateMachineForExecution",
          required("executionArn", ARN),
          optional("includedData", INCLUDED_DATA));

  public static final OperationShape LIST_EXECUTIONS =
      awsJson(
          "ListExecutions",
          optional("stateMachineArn", ARN),
          optional(
              "statusFilter",
              // In the order in which AWS's error lists them.
              oneOf("SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING")),
          optional("maxResults", PAGE_SIZE),
          optional("nextToken", string(1, 3_096)),
          optional("mapRunArn", string(1, 2_000)),
          optional("redriveFilter", oneOf("REDRIVEN", "NOT_REDRIVEN")));

  private static final Shape MAP_RUN_ARN = string(1, 2_000);

  public static final OperationShape DESCRIBE_MAP_RUN =
      awsJson("DescribeMapRun", required("mapRunArn", MAP_RUN_ARN));

  public static final OperationShape LIST_MAP_RUNS =
      awsJson(
          "ListMapRuns",
          required("executionArn", ARN),
          optional("maxResults", PAGE_SIZE),
          optional("nextToken", PAGE_TOKEN));

  public static final OperationShape UPDATE_MAP_RUN =
      awsJson(
          "UpdateMapRun",
          required("mapRunArn", MAP_RUN_ARN),
          optional("maxConcurrency", integer(0, Integer.MAX_VALUE)),
          optional("toleratedFailurePercentage", decimal(0, 100)),
          optional("toleratedFailureCount", integer(0, Long.MAX_VALUE)));

  public static final OperationShape GET_EXECUTION_HISTORY =
      awsJson(
          "GetExecutionHistory",
          required("executionArn", ARN),
          optional("maxResults", PAGE_SIZE),
          optional("reverseOrder", bool()),
          optional("nextToken", PAGE_TOKEN),
          optional("includeExecutionData", bool()));

  public static final OperationShape CREATE_ACTIVITY =
      awsJson(
          "CreateActivity",
          required("name", NAME),
          optional("tags", TAGS),
          optional("encryptionConfiguration", ENCRYPTION));

  public static final OperationShape DESCRIBE_ACTIVITY =
      awsJson("DescribeActivity", required("activityArn", ARN));

  public static final OperationShape DELETE_ACTIVITY =
      awsJson("DeleteActivity", required("activityArn", ARN));

  public static final OperationShape LIST_ACTIVITIES =
      awsJson(
          "ListActivities", optional("maxResults", PAGE_SIZE), optional("nextToken", PAGE_TOKEN));

  public static final OperationShape GET_ACTIVITY_TASK =
      awsJson("GetActivityTask", required("activityArn", ARN), optional("workerName", NAME));

  public static final OperationShape SEND_TASK_SUCCESS =
      awsJson("SendTaskSuccess", required("taskToken", TASK_TOKEN), required("output", DATA));

  public static final OperationShape SEND_TASK_FAILURE =
      awsJson(
          "SendTaskFailure",
          required("taskToken", TASK_TOKEN),
          optional("error", ERROR),
          optional("cause", CAUSE));

  public static final OperationShape SEND_TASK_HEARTBEAT =
      awsJson("SendTaskHeartbeat", required("taskToken", TASK_TOKEN));

  private StepFunctionsShapes() {}
}
