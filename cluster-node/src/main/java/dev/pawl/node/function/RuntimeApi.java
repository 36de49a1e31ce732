package dev.pawl.node.function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the Lambda Runtime API, version 2018-06-01, as one execution environment answers
 * them.
 */
interface RuntimeApi {

  /** Waits for the next invocation: as long as it takes. */
  Answer next();

  Answer response(Report report);

  Answer error(Report report);

  Answer initError(Report report);

  /**
   * What the runtime sent.
   *
   * @param requestId as it stands in the path; empty for an error of the init phase
   * @param invocationId {@code Lambda-Runtime-Invocation-Id}, when the runtime echoed it
   * @param errorType {@code Lambda-Runtime-Function-Error-Type}, from the headers or the trailers
   * @param tooLarge the body was larger than a response may be, and is not here
   */
  @SuppressWarnings("ArrayRecordComponent") // A body is bytes; reports are never compared.
  record Report(
      String requestId,
      @Nullable String invocationId,
      @Nullable String errorType,
      byte[] body,
      boolean tooLarge) {

    String errorTypeOr(String otherwise) {
      return errorType == null ? otherwise : errorType;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // A body is bytes; answers are never compared.
  record Answer(int status, Map<String, String> headers, byte[] body) {
    static final Answer ACCEPTED = json(202, "{\"status\":\"OK\"}\n");
    static final Answer INVALID_REQUEST_ID = problem(400, "InvalidRequestID", "Invalid request ID");
    static final Answer INVALID_INVOCATION_ID =
        problem(400, "InvalidInvocationId", "Invalid invocation ID");
    static final Answer INVALID_STATE =
        problem(403, "InvalidStateTransition", "State transition is not allowed");
    static final Answer SHUT_DOWN =
        problem(403, "InvalidStateTransition", "The environment is shutting down");
    static final Answer TOO_LARGE =
        problem(
            413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size (6291556 bytes).");

    static Answer problem(int status, String type, String message) {
      return json(
          status,
          JsonNodeFactory.instance
              .objectNode()
              .put("errorMessage", message)
              .put("errorType", type)
              .toString());
    }

    private static Answer json(int status, String body) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/json"),
          body.getBytes(StandardCharsets.UTF_8));
    }
  }
}
