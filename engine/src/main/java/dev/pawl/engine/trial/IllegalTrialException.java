package dev.pawl.engine.trial;

/** A request to TestState contradicts itself or its state; the message is AWS's. */
public final class IllegalTrialException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The name of the error that clients see. */
  public enum Kind {
    VALIDATION_EXCEPTION,
    INVALID_DEFINITION
  }

  private final Kind kind;

  IllegalTrialException(String message) {
    this(Kind.VALIDATION_EXCEPTION, message);
  }

  IllegalTrialException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
