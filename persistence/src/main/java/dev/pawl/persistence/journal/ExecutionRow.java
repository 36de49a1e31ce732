package dev.pawl.persistence.journal;

import dev.pawl.engine.execution.Recorded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision as it is stored: one journal row, and the index change committed with it.
 *
 * @param index what becomes of the execution's place in the index; not part of the row's bytes, so
 *     null in a row read back
 */
public record ExecutionRow(List<Recorded> events, @Nullable IndexChange index)
    implements IndexedRow {

  public ExecutionRow {
    events = List.copyOf(events);
  }

  @Override
  public byte[] bytes() {
    return EventCodec.CURRENT.encode(events);
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
