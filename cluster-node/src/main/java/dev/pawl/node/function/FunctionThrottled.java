package dev.pawl.node.function;

/**
 * The invocation was refused before it began: TooManyRequestsException (429), {@code Rate
 * Exceeded.}, with a reason.
 */
public final class FunctionThrottled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons of the Lambda API that a pool can have. */
  public enum Reason {
    CONCURRENCY("ConcurrentInvocationLimitExceeded"),
    RESERVED_CONCURRENCY("ReservedFunctionConcurrentInvocationLimitExceeded");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** As it stands in the member {@code Reason} of the error. */
    public String label() {
      return label;
    }
  }

  private final Reason reason;

  FunctionThrottled(Reason reason) {
    super("Rate Exceeded.", null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
