package dev.pawl.node.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An error that the invoker sees as payload.
 *
 * @param errorType what the log and the metrics call it
 * @param payload the JSON, sent to the invoker byte for byte
 */
@SuppressWarnings("ArrayRecordComponent") // A payload is bytes; failures are never compared.
record FunctionFailure(String errorType, byte[] payload) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What the runtime reported; without a body, its header says what there is to say. */
  static FunctionFailure reported(String headerType, byte[] body) {
    if (body.length == 0) {
      return of(headerType, "");
    }
    return new FunctionFailure(typeIn(body, headerType), body);
  }

  static FunctionFailure timedOut(String requestId, int timeoutSeconds) {
    return platform("Sandbox.Timedout", requestId, taskTimedOut(timeoutSeconds));
  }

  static String taskTimedOut(int timeoutSeconds) {
    return String.format(Locale.ROOT, "Task timed out after %.2f seconds", (double) timeoutSeconds);
  }

  static FunctionFailure exited(String requestId, int exitValue) {
    return platform("Runtime.ExitError", requestId, ExitReason.text(exitValue));
  }

  static FunctionFailure invalidEntrypoint(String requestId, String text) {
    return platform("Runtime.InvalidEntrypoint", requestId, text);
  }

  static FunctionFailure responseTooLarge(int bytesMax) {
    return of(
        "Function.ResponseSizeTooLarge",
        "Response payload size exceeded maximum allowed payload size (" + bytesMax + " bytes).");
  }

  private static FunctionFailure platform(String type, String requestId, String text) {
    return of(type, "RequestId: " + requestId + " Error: " + text);
  }

  private static FunctionFailure of(String type, String message) {
    String json =
        JsonNodeFactory.instance
            .objectNode()
            .put("errorType", type)
            .put("errorMessage", message)
            .toString();
    return new FunctionFailure(type, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String typeIn(byte[] body, String otherwise) {
    try {
      JsonNode type = MAPPER.readTree(body).path("errorType");
      return type.isTextual() ? type.textValue() : otherwise;
    } catch (IOException notJson) {
      return otherwise;
    }
  }
}
