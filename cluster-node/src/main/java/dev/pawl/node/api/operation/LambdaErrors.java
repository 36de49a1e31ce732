package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import java.util.Map;

/** The errors of Lambda, in AWS's words. */
final class LambdaErrors {

  private static final Map<String, String> USER = Map.of("Type", "User");

  private LambdaErrors() {}

  /**
   * @param arn with the qualifier that was asked for
   */
  static ApiError notFound(String arn) {
    return notFoundText("Function not found: " + arn);
  }

  static ApiError notReachable(String region, String here) {
    return notFoundText(
        "Functions from '" + region + "' are not reachable in this region ('" + here + "')");
  }

  private static ApiError notFoundText(String message) {
    return new ApiError(404, "ResourceNotFoundException", message, USER);
  }

  static ApiError invalidParameter(String message) {
    return new ApiError(400, "InvalidParameterValueException", message, USER);
  }

  /** What AWS offers and Pawl does not yet. */
  static ApiError notOffered(String what) {
    return invalidParameter("Pawl does not offer " + what + " yet.");
  }

  static ApiError alreadyExists(String name) {
    return conflict("Function already exist: " + name);
  }

  static ApiError updateInProgress(String arn) {
    return conflict(
        "The operation cannot be performed at this time. An update is in progress for resource: "
            + arn);
  }

  private static ApiError conflict(String message) {
    return new ApiError(409, "ResourceConflictException", message, USER);
  }

  static ApiError revisionMismatch() {
    return new ApiError(
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the"
            + " GetFunction/GetAlias API to retrieve the latest Revision Id",
        USER);
  }

  static ApiError requestEntityTooLarge(String message) {
    return new ApiError(413, "RequestEntityTooLargeException", message, USER);
  }

  static ApiError invalidRequestContent(String message) {
    return new ApiError(400, "InvalidRequestContentException", message, USER);
  }

  static ApiError throttled(String reason) {
    return new ApiError(
        429,
        "TooManyRequestsException",
        "Rate Exceeded.",
        Map.of("Reason", reason, "Type", "User"));
  }

  static ApiError serviceException(String message) {
    return new ApiError(500, "ServiceException", message, Map.of("Type", "Service"));
  }
}
