package dev.pawl.node.execution;

/**
 * The node refuses new work early rather than losing any: the API answers {@code
 * ThrottlingException}.
 */
public final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Overloaded(String message) {
    super(message, null, false, false);
  }
}
