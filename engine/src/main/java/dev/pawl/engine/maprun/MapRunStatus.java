package dev.pawl.engine.maprun;

/** Where a Map Run stands (API reference, DescribeMapRun). */
public enum MapRunStatus {
  NOT_STARTED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  ABORTED;

  public boolean isEnd() {
    return this == SUCCEEDED || this == FAILED || this == ABORTED;
  }
}
