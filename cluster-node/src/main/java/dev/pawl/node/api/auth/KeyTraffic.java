package dev.pawl.node.api.auth;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much is asked for with one key: a bucket of tokens that fills with time, and the count of
 * requests without an answer.
 */
final class KeyTraffic {

  private static final double NANOS_PER_SECOND = 1e9;

  private double tokens;
  private @Nullable Instant filled;
  private int underWay;

  /**
   * Takes a place.
   *
   * @return whether there is one; then {@link #leave} must follow
   */
  synchronized boolean enter(AccessKey.Limits limits, Instant now) {
    fill(limits, now);
    if (tokens < 1 || underWay >= limits.concurrency()) {
      return false;
    }
    tokens--;
    underWay++;
    return true;
  }

  synchronized void leave() {
    underWay--;
  }

  /** A clock that goes back fills nothing. */
  private void fill(AccessKey.Limits limits, Instant now) {
    if (filled == null) {
      tokens = limits.burst();
    } else if (now.isAfter(filled)) {
      var seconds = Duration.between(filled, now).toNanos() / NANOS_PER_SECOND;
      tokens = Math.min(limits.burst(), tokens + seconds * limits.requestsPerSecond());
    }
    filled = now;
  }
}
