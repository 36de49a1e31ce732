package dev.pawl.node.execution;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of this node's memory its executions take, by an estimate. When it gets crowded, idle
 * ones go sooner; when it is full, no new ones are let in, and none are woken that nobody calls.
 */
public final class Room {

  /** An execution besides its data: the actor, its timers, what it waits for. Measured: 6.7 kB. */
  private static final int EXECUTION_BYTES = 8 * 1024;

  /** Data in memory is a text and the tree that was read from it. */
  private static final int BYTES_PER_STORED_BYTE = 4;

  private final long max;
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();
  private final AtomicLong used = new AtomicLong();

  /**
   * @param max {@code pawl.execution.memory-max}, in bytes
   */
  Room(long max) {
    this.max = max;
  }

  /** An execution is in memory, with data that took so many bytes when it was stored. */
  void holds(String executionArn, long storedBytes) {
    var size = EXECUTION_BYTES + BYTES_PER_STORED_BYTE * storedBytes;
    var before = sizes.put(executionArn, size);
    used.addAndGet(before == null ? size : size - before);
  }

  /** It leaves. A second time does nothing. */
  void left(String executionArn) {
    var size = sizes.remove(executionArn);
    if (size != null) {
      used.addAndGet(-size);
    }
  }

  /** Whether half of it is used: who has nothing to do had better go. */
  boolean isCrowded() {
    return used.get() > max / 2;
  }

  /** Whether all of it is used. */
  public boolean isFull() {
    return used.get() > max;
  }

  /** Bytes, by estimate. */
  long used() {
    return used.get();
  }

  /** Bytes. */
  long max() {
    return max;
  }
}
