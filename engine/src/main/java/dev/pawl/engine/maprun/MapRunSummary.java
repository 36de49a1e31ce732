package dev.pawl.engine.maprun;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Map Run as DescribeMapRun shows it; stored with every row, so that nobody has to add up.
 *
 * @param redriveDate null = never
 */
public record MapRunSummary(
    String executionArn,
    MapRunStatus status,
    MapRunLimits limits,
    All itemCounts,
    All executionCounts,
    int redriveCount,
    @Nullable Instant redriveDate) {

  /**
   * Items, or child executions: where they stand.
   *
   * @param pendingRedrive those that did not succeed and wait to be redriven
   * @param failuresNotRedrivable those that did not succeed and could not be redriven
   */
  public record All(
      long pending,
      long running,
      Counts ended,
      long total,
      long resultsWritten,
      long pendingRedrive,
      long failuresNotRedrivable) {

    // Recorded: results count as written without a ResultWriter, too.
    static All of(
        Counts ended,
        long running,
        long total,
        boolean isWritten,
        long pendingRedrive,
        long failuresNotRedrivable) {
      var pending = Math.max(0, total - running - ended.ended() - pendingRedrive);
      return new All(
          pending,
          running,
          ended,
          total,
          isWritten ? ended.ended() : 0,
          pendingRedrive,
          failuresNotRedrivable);
    }
  }
}
