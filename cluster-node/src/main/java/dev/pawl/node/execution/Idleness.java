package dev.pawl.node.execution;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * For how long an execution has had nothing to do: until {@code pawl.execution.idle-timeout} it
 * stays in memory, if there is room. For its actor's thread only.
 */
final class Idleness {

  private final Duration timeout;
  private final Duration check;
  private final Room room;
  private final LongSupplier nanos;
  private long since;

  /**
   * @param timeout {@code pawl.execution.idle-timeout}
   * @param check {@code pawl.execution.idle-check}
   */
  Idleness(Duration timeout, Duration check, Room room, LongSupplier nanos) {
    this.timeout = timeout;
    this.check = check;
    this.room = room;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  /** How long after its last message to look whether it should go, and how often from then on. */
  Duration check() {
    return check.compareTo(timeout) < 0 ? check : timeout;
  }

  /** It has something to do. */
  void ends() {
    since = nanos.getAsLong();
  }

  /** Whether it should go, if it can. */
  boolean isEnough() {
    return room.isCrowded() || nanos.getAsLong() - since >= timeout.toNanos();
  }
}
