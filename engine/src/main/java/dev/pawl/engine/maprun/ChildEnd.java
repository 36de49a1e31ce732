package dev.pawl.engine.maprun;

import dev.pawl.engine.execution.ExecutionStatus;

/**
 * How a child has ended.
 *
 * @param unstarted it was stopped before it was started, and its item could not be read again to
 *     forestall it: nobody knows it
 * @param notRedrivable it was to be redriven, and could not be
 */
public record ChildEnd(
    long index, ExecutionStatus status, boolean unstarted, boolean notRedrivable) {

  public ChildEnd(long index, ExecutionStatus status) {
    this(index, status, false, false);
  }

  /** It was stopped before it was started. */
  public static ChildEnd unstarted(long index) {
    return new ChildEnd(index, ExecutionStatus.ABORTED, true, false);
  }
}
