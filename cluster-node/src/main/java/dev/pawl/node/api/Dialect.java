package dev.pawl.node.api;

import dev.pawl.node.api.auth.AccessRefused;
import java.util.Map;

/**
 * How a protocol of AWS names what keeps a caller out. API references, "Common Errors"; the status
 * is what each service answers.
 */
enum Dialect {
  /** Step Functions, CloudWatch Logs. */
  AWS_JSON(400),
  /** Lambda, and Pawl's own paths. */
  REST_JSON(403),
  /** STS and IAM. */
  QUERY(403);

  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY_REQUESTS = 429;

  private final int status;

  Dialect(int status) {
    this.status = status;
  }

  ApiError error(AccessRefused refused) {
    return switch (refused.fault()) {
      case MISSING_TOKEN ->
          error(
              status, refused, "MissingAuthenticationTokenException", "MissingAuthenticationToken");
      case INCOMPLETE_SIGNATURE ->
          error(BAD_REQUEST, refused, "IncompleteSignatureException", "IncompleteSignature");
      case UNKNOWN_KEY ->
          error(status, refused, "UnrecognizedClientException", "InvalidClientTokenId");
      case INVALID_SIGNATURE ->
          error(status, refused, "InvalidSignatureException", "SignatureDoesNotMatch");
      case DENIED -> error(status, refused, "AccessDeniedException", "AccessDenied");
      case THROTTLED -> throttled(refused);
    };
  }

  private ApiError error(int status, AccessRefused refused, String json, String query) {
    return new ApiError(status, this == QUERY ? query : json, refused.text());
  }

  private ApiError throttled(AccessRefused refused) {
    return this == REST_JSON
        ? new ApiError(
            TOO_MANY_REQUESTS,
            "TooManyRequestsException",
            "Rate Exceeded.",
            Map.of("Reason", "CallerRateLimitExceeded", "Type", "User"))
        : error(BAD_REQUEST, refused, "ThrottlingException", "Throttling");
  }
}
