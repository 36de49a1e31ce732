package dev.pawl.engine.execution;

/** The status of an execution, as the API names it; {@code NOT_STARTED} is ours and never shown. */
public enum ExecutionStatus {
  NOT_STARTED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  ABORTED,
  TIMED_OUT
}
