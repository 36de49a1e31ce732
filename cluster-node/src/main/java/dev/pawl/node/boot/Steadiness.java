package dev.pawl.node.boot;

import java.time.Duration;

/**
 * For how long something has come without a gap: who has missed it himself may not judge others by
 * it. Not thread-safe. Times are of a clock that only moves on, such as {@link System#nanoTime}.
 */
final class Steadiness {

  private final long gapMaxNanos;
  private long lastNanos;
  private long sinceNanos;
  private boolean steady;

  /**
   * @param gapMax the longest time from one to the next
   */
  Steadiness(Duration gapMax) {
    this.gapMaxNanos = gapMax.toNanos();
  }

  void came(long nowNanos) {
    if (!steady || nowNanos - lastNanos > gapMaxNanos) {
      steady = true;
      sinceNanos = nowNanos;
    }
    lastNanos = nowNanos;
  }

  void failed() {
    steady = false;
  }

  /** Whether it has come for so long, and is not late now. */
  boolean isFor(Duration time, long nowNanos) {
    return steady && nowNanos - lastNanos <= gapMaxNanos && nowNanos - sinceNanos >= time.toNanos();
  }
}
