package dev.pawl.engine.maprun;

import dev.pawl.engine.execution.ExecutionStatus;

/**
 * How a child has ended.
 *
 * @param unstarted it was stopped before it was started: nobody knows it
 */
public record ChildEnd(long index, ExecutionStatus status, boolean unstarted) {

  public ChildEnd(long index, ExecutionStatus status) {
    this(index, status, false);
  }
}
