package dev.pawl.engine.expression;

import java.util.function.Supplier;

/**
 * A path that leads nowhere in this value, told in the words of Jayway's JsonPath, as AWS does. The
 * words may quote the whole value, and are made only for who asks: most of these errors just mean
 * that something is not there.
 */
public final class PathNotFoundError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Supplier<String> reason;

  PathNotFoundError(Supplier<String> reason) {
    super(null, null, false, false);
    this.reason = reason;
  }

  public PathNotFoundError(String reason) {
    this(() -> reason);
  }

  @Override
  public String getMessage() {
    return reason.get();
  }
}
