package dev.pawl.engine.execution;

import java.time.Instant;
import java.util.Comparator;

/** A time at which something happens in a scope with nobody asking. */
public record Timer(Instant due, int scope, Kind kind) implements Comparable<Timer> {

  private static final Comparator<Timer> ORDER =
      Comparator.comparing(Timer::due).thenComparingInt(Timer::scope).thenComparing(Timer::kind);

  /** What fires. In this order when several are due at the same time. */
  public enum Kind {
    EXECUTION_TIMEOUT,
    WAIT,
    RETRY,
    TASK_TIMEOUT,
    HEARTBEAT_TIMEOUT
  }

  @Override
  public int compareTo(Timer other) {
    return ORDER.compare(this, other);
  }
}
