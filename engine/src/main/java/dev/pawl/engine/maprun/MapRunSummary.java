package dev.pawl.engine.maprun;

/** A Map Run as DescribeMapRun shows it; stored with every row, so that nobody has to add up. */
public record MapRunSummary(
    String executionArn,
    MapRunStatus status,
    MapRunLimits limits,
    All itemCounts,
    All executionCounts) {

  /** Items, or child executions: where they stand. */
  public record All(long pending, long running, Counts ended, long total, long resultsWritten) {

    // Recorded: results count as written without a ResultWriter, too.
    static All of(Counts ended, long running, long total, boolean isWritten) {
      var pending = Math.max(0, total - running - ended.ended());
      return new All(pending, running, ended, total, isWritten ? ended.ended() : 0);
    }
  }
}
