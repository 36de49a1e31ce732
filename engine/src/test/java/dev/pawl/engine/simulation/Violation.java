package dev.pawl.engine.simulation;

/** An invariant that does not hold. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final String invariant;

  Violation(String invariant, String message) {
    super(invariant + ": " + message);
    this.invariant = invariant;
  }

  /** The simple name of the invariant's class. */
  String invariant() {
    return invariant;
  }
}
