package dev.pawl.engine.expression;

/**
 * How much work all the expressions of one state may do together, in steps. A single expression has
 * a bound of its own, but a definition may hold fifty thousand of them.
 */
public final class Effort {
  /** A few seconds' work. Five expressions may use up their own bounds. */
  static final long STEPS_MAX = 10_000_000;

  private long spent;

  /** The steps done so far. */
  public long spent() {
    return spent;
  }

  /** Counts what was done; whether there is more to spend. */
  boolean spend(long steps) {
    spent += steps;
    return spent <= STEPS_MAX;
  }
}
