package dev.pawl.node.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal as an AWS client sees it: an error name, a text, and a status. It carries no stack
 * trace; whoever finds out that a request cannot be served throws it, and the protocol of the
 * request writes it down.
 */
public final class ApiError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final String text;
  private final transient Map<String, String> members;

  /**
   * @param status the HTTP status
   * @param type the name clients switch on, {@code ExecutionDoesNotExist}
   * @param message the text people read
   * @param members what the error carries besides
   */
  public ApiError(int status, String type, String message, Map<String, String> members) {
    super(type + ": " + message, null, false, false);
    this.status = status;
    this.type = type;
    this.text = message;
    this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  public ApiError(int status, String type, String message) {
    this(status, type, message, Map.of());
  }

  public int status() {
    return status;
  }

  public String type() {
    return type;
  }

  /** The text people read. */
  public String text() {
    return text;
  }

  public Map<String, String> members() {
    return members;
  }

  /** Values break the constraints of their members. */
  public static ApiError validation(String message) {
    return new ApiError(400, "ValidationException", message);
  }

  /** A member or a value that AWS knows and Pawl does not serve yet: said aloud, never ignored. */
  public static ApiError notOffered(String what) {
    return validation("Pawl does not offer " + what + " yet.");
  }

  /** The request is not JSON, or a value has the wrong JSON type. */
  public static ApiError serialization(String message) {
    return new ApiError(400, "SerializationException", message);
  }

  public static ApiError unknownOperation(String message) {
    return new ApiError(400, "UnknownOperationException", message);
  }

  /** The node has more to do than it may keep waiting. Clients back off and try again. */
  public static ApiError throttled() {
    return new ApiError(400, "ThrottlingException", "Rate exceeded");
  }

  /** The node is stopping, or cannot reach its database. Clients try again. */
  public static ApiError unavailable(String message) {
    return new ApiError(503, "ServiceUnavailable", message);
  }

  /** Our own mistake. The log has the rest, under the request id. */
  public static ApiError internal(String requestId) {
    return new ApiError(
        500,
        "InternalFailure",
        "Something failed inside Pawl; its log says what under " + requestId + ".");
  }
}
