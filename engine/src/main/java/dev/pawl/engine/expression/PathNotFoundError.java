package dev.pawl.engine.expression;

/** A path that leads nowhere in this value, told in the words of Jayway's JsonPath, as AWS does. */
public final class PathNotFoundError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  public PathNotFoundError(String message) {
    super(message, null, false, false);
    this.reason = message;
  }

  @Override
  public String getMessage() {
    return reason;
  }
}
