package dev.pawl.persistence.journal;

import dev.pawl.engine.maprun.MapRunEvent;
import dev.pawl.engine.maprun.MapRunSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision of a Map Run as it is stored.
 *
 * @param summary what the Map Run is after it, so that DescribeMapRun reads one row
 */
public record MapRunRow(
    List<MapRunEvent> events, MapRunSummary summary, @Nullable IndexChange index)
    implements IndexedRow {

  public MapRunRow {
    events = List.copyOf(events);
  }

  @Override
  public byte[] bytes() {
    return MapRunCodec.encode(this);
  }

  @Override
  public int serializerId() {
    return MapRunRowSerializer.IDENTIFIER;
  }

  @Override
  public String serializerManifest() {
    return MapRunRowSerializer.MANIFEST;
  }
}
