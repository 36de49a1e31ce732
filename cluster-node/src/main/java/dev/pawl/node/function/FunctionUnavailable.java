package dev.pawl.node.function;

import org.jspecify.annotations.Nullable;

/**
 * This node could not run the function at all: no code, no process, or it is stopping.
 * ServiceException (500).
 */
public final class FunctionUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FunctionUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }
}
