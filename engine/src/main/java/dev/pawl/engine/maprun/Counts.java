package dev.pawl.engine.maprun;

import dev.pawl.engine.execution.ExecutionStatus;

/** Items, or child executions, by how they ended (API reference, MapRunItemCounts). */
public record Counts(long succeeded, long failed, long timedOut, long aborted) {

  static final Counts NONE = new Counts(0, 0, 0, 0);

  Counts plus(ExecutionStatus status, long more) {
    return switch (status) {
      case SUCCEEDED -> new Counts(succeeded + more, failed, timedOut, aborted);
      case FAILED -> new Counts(succeeded, failed + more, timedOut, aborted);
      case TIMED_OUT -> new Counts(succeeded, failed, timedOut + more, aborted);
      case ABORTED -> new Counts(succeeded, failed, timedOut, aborted + more);
      case NOT_STARTED, RUNNING ->
          throw new AssertionError("Expected the end of a child, but it is " + status);
    };
  }

  /** Those that succeeded alone. */
  Counts withoutUnsuccessful() {
    return new Counts(succeeded, 0, 0, 0);
  }

  /** All that have ended. */
  public long ended() {
    return succeeded + failed + timedOut + aborted;
  }

  /** Those that count against what is tolerated. */
  long unsuccessful() {
    return ended() - succeeded;
  }
}
