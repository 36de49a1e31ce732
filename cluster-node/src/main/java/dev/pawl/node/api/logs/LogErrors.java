package dev.pawl.node.api.logs;

import dev.pawl.node.api.ApiError;

/** The errors of CloudWatch Logs, in AWS's words. */
final class LogErrors {

  private LogErrors() {}

  static ApiError noSuchGroup() {
    return new ApiError(
        400, "ResourceNotFoundException", "The specified log group does not exist.");
  }

  static ApiError noSuchStream() {
    return new ApiError(
        400, "ResourceNotFoundException", "The specified log stream does not exist.");
  }

  static ApiError groupExists() {
    return new ApiError(
        400, "ResourceAlreadyExistsException", "The specified log group already exists");
  }

  static ApiError invalidParameter(String message) {
    return new ApiError(400, "InvalidParameterException", message);
  }

  static ApiError invalidToken() {
    return invalidParameter("The specified nextToken is invalid.");
  }

  static ApiError tooManyTags(int max) {
    return new ApiError(
        400, "TooManyTagsException", "A resource can have at most " + max + " tags.");
  }
}
