package dev.pawl.persistence.journal;

import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.Recorded;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One decision as it is stored: one journal row, and what is committed with it: the index change
 * and, now and then, a snapshot of what the execution is after it. Or, as the first row of a
 * recovery, a snapshot that stands for all rows up to its own.
 */
public final class ExecutionRow implements IndexedRow {

  /**
   * No earlier row brings a snapshot: nobody looks for one of a history that is shorter, so that
   * its recovery costs no query more.
   */
  public static final int SNAPSHOT_ROW_MIN = 16;

  private final List<Recorded> events;
  private final @Nullable IndexChange index;
  private final byte @Nullable [] snapshot;
  private final @Nullable Execution known;
  private final byte @Nullable [] bytes;
  private final int size;

  private ExecutionRow(
      List<Recorded> events,
      @Nullable IndexChange index,
      byte @Nullable [] snapshot,
      @Nullable Execution known,
      byte @Nullable [] bytes,
      int size) {
    this.events = List.copyOf(events);
    this.index = index;
    this.snapshot = snapshot;
    this.known = known;
    this.bytes = bytes;
    this.size = size;
  }

  /**
   * A row to be stored. It is made into bytes here and now, by whoever decided it: the journal
   * serves all executions of the node.
   */
  public static ExecutionRow of(List<Recorded> events, @Nullable IndexChange index) {
    var bytes = EventCodec.CURRENT.encode(events);
    return new ExecutionRow(events, index, null, null, bytes, bytes.length);
  }

  /** A row that was read. */
  static ExecutionRow read(List<Recorded> events, int size) {
    return new ExecutionRow(events, null, null, null, null, size);
  }

  /** What all rows so far make of the execution. */
  static ExecutionRow known(Execution execution, int size) {
    return new ExecutionRow(List.of(), null, null, execution, null, size);
  }

  /** The same row, with a snapshot that is stored in its transaction. */
  public ExecutionRow with(byte[] newSnapshot) {
    return new ExecutionRow(events, index, newSnapshot, known, bytes, size);
  }

  /** What this row makes of the execution. */
  public Execution evolved(Execution before) {
    return known != null ? known : before.evolve(events);
  }

  public List<Recorded> events() {
    return events;
  }

  @Override
  public @Nullable IndexChange index() {
    return index;
  }

  byte @Nullable [] newSnapshot() {
    return snapshot;
  }

  /** What the execution is after all rows so far, if this is a snapshot that was read. */
  public Optional<Execution> snapshot() {
    return Optional.ofNullable(known);
  }

  /** How many bytes it has in the journal; none if it is a snapshot that was read. */
  public int size() {
    return known == null ? size : 0;
  }

  /** How many bytes the snapshot has that it is or brings; 0 = it has nothing to do with one. */
  public int snapshotSize() {
    if (known != null) {
      return size;
    }
    return snapshot == null ? 0 : snapshot.length;
  }

  @Override
  public byte[] bytes() {
    return bytes == null ? EventCodec.CURRENT.encode(events) : bytes;
  }

  @Override
  public int serializerId() {
    return ExecutionRowSerializer.IDENTIFIER;
  }

  @Override
  public String serializerManifest() {
    return ExecutionRowSerializer.MANIFEST;
  }
}
