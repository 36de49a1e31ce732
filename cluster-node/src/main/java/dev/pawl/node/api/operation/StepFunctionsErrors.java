package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.execution.Launch;
import java.util.Map;

/** The errors of Step Functions, in AWS's words. */
public final class StepFunctionsErrors {

  private StepFunctionsErrors() {}

  static ApiError invalidArn(String reason) {
    return quoted("InvalidArn", "Invalid Arn", reason);
  }

  static ApiError invalidRole(String arn) {
    return quoted("InvalidArn", "Invalid Role Arn", arn);
  }

  static ApiError invalidName(String name) {
    return quoted("InvalidName", "Invalid Name", name);
  }

  public static ApiError invalidToken() {
    return quoted("InvalidToken", "Invalid Token", "Invalid token");
  }

  public static ApiError invalidExecutionInput(String reason) {
    return quoted("InvalidExecutionInput", "Invalid State Machine Execution Input", reason);
  }

  static ApiError invalidOutput(String reason) {
    return quoted("InvalidOutput", "Invalid Output", reason);
  }

  /**
   * @param message the findings, in AWS's words
   */
  static ApiError invalidDefinition(String message) {
    return error("InvalidDefinition", message);
  }

  static ApiError missingRequiredParameter(String message) {
    return error("MissingRequiredParameter", message);
  }

  static ApiError invalidLoggingConfiguration(String reason) {
    return error("InvalidLoggingConfiguration", "Invalid Logging Configuration: " + reason);
  }

  static ApiError invalidEncryptionConfiguration(String reason) {
    return error("InvalidEncryptionConfiguration", "Invalid Encryption Configuration: " + reason);
  }

  public static ApiError conflict(String message) {
    return error("ConflictException", message);
  }

  /** A machine has as many of something as it may have. */
  static ApiError quotaExceeded(String message) {
    return error("ServiceQuotaExceededException", message);
  }

  /** An alias, or what an alias leads to. */
  static ApiError referencedResourceNotFound() {
    return error("ResourceNotFound", "Request references a resource that does not exist.");
  }

  static ApiError tooManyTags(String arn, int max) {
    return new ApiError(
        400,
        "TooManyTags",
        "Tag limit of " + max + " exceeded for resource: '" + arn + "'",
        Map.of("resourceName", arn));
  }

  static ApiError invalidRouting(String message) {
    return new ApiError(
        400, "ValidationException", message, Map.of("reason", "INVALID_ROUTING_CONFIGURATION"));
  }

  /** The ARN of a Map state where that of a state machine is wanted. */
  static ApiError labelledArn(String arn) {
    return new ApiError(
        400,
        "ValidationException",
        "Expected the ARN of a state machine, but found that of one of its Map states: " + arn,
        Map.of("reason", "API_DOES_NOT_SUPPORT_LABELED_ARNS"));
  }

  static ApiError activityAlreadyExists(String arn) {
    return quoted("ActivityAlreadyExists", "Activity Already Exists", arn);
  }

  public static ApiError executionNotRedrivable(String reason) {
    return error("ExecutionNotRedrivable", reason);
  }

  static ApiError stateMachineAlreadyExists(String arn) {
    return quoted("StateMachineAlreadyExists", "State Machine Already Exists", arn);
  }

  public static ApiError stateMachineDoesNotExist(String arn) {
    return quoted("StateMachineDoesNotExist", "State Machine Does Not Exist", arn);
  }

  public static ApiError stateMachineDeleting(String arn) {
    return quoted("StateMachineDeleting", "State Machine is being deleted", arn);
  }

  public static ApiError stateMachineTypeNotSupported() {
    return error(
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine");
  }

  /** API reference, StartExecution. Here: too many executions of the machine wait their turn. */
  static ApiError executionLimitExceeded() {
    return error("ExecutionLimitExceeded", Launch.QUEUE_FULL);
  }

  static ApiError executionAlreadyExists(String arn) {
    return quoted("ExecutionAlreadyExists", "Execution Already Exists", arn);
  }

  public static ApiError executionDoesNotExist(String arn) {
    return quoted("ExecutionDoesNotExist", "Execution Does Not Exist", arn);
  }

  /** A Map Run, or what tags should go to. */
  static ApiError resourceNotFound(String arn) {
    return new ApiError(
        400, "ResourceNotFound", "Resource not found: '" + arn + "'", Map.of("resourceName", arn));
  }

  static ApiError activityDoesNotExist(String arn) {
    return quoted("ActivityDoesNotExist", "Activity Does Not Exist", arn);
  }

  static ApiError activityWorkerLimitExceeded() {
    return error(
        "ActivityWorkerLimitExceeded",
        "The limit of workers polling for the same activity is reached.");
  }

  static ApiError taskDoesNotExist() {
    return quoted(
        "TaskDoesNotExist", "Task Does Not Exist", "Provided task does not exist anymore");
  }

  static ApiError taskTimedOut() {
    return quoted("TaskTimedOut", "Task Timed Out", "Provided task does not exist anymore");
  }

  private static ApiError quoted(String type, String text, String what) {
    return error(type, text + ": '" + what + "'");
  }

  private static ApiError error(String type, String message) {
    return new ApiError(400, type, message);
  }
}
