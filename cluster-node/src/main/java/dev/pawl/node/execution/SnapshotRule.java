package dev.pawl.node.execution;

import dev.pawl.engine.execution.Execution;
import dev.pawl.persistence.journal.ExecutionRow;
import dev.pawl.persistence.journal.SnapshotCodec;

/**
 * When the next row of one execution brings a snapshot: after so many rows or bytes, but not before
 * these have cost as much as the last snapshot did. So a recovery reads the snapshot and about as
 * much again, and snapshots at most double what is written.
 */
final class SnapshotRule {

  /** What a row costs in a recovery besides its bytes, in bytes. */
  private static final int ROW_BYTES = 1024;

  private final int rowsMax;
  private final long bytesMax;
  private int rows;
  private long bytes;
  private long newest;

  SnapshotRule(ExecutionSettings settings) {
    this.rowsMax = settings.snapshotRows();
    this.bytesMax = settings.snapshotBytes();
  }

  /** The row to be stored next, with a snapshot if it is time for one. */
  ExecutionRow next(ExecutionRow row, long number, Execution after) {
    return number >= ExecutionRow.SNAPSHOT_ROW_MIN && isDue(row)
        ? row.with(SnapshotCodec.encode(after))
        : row;
  }

  private boolean isDue(ExecutionRow row) {
    var more = bytes + row.size();
    return (rows + 1 >= rowsMax || more >= bytesMax) && more + ROW_BYTES * (rows + 1L) >= newest;
  }

  /** A row was stored, or read in a recovery. */
  void seen(ExecutionRow row) {
    if (row.snapshotSize() > 0) {
      rows = 0;
      bytes = 0;
      newest = row.snapshotSize();
    } else {
      rows++;
      bytes += row.size();
    }
  }

  /** Bytes from which the execution is recovered: about what it is, stored. */
  long size() {
    return newest + bytes;
  }
}
