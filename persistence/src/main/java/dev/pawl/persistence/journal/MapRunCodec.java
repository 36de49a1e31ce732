package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.engine.maprun.MapRunEvent;
import dev.pawl.engine.maprun.MapRunSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * The rows of Map Runs as bytes and back: CBOR {@code [version, row]}, in the form and by the rules
 * of {@link EventCodec}.
 */
public final class MapRunCodec {
  private static final int VERSION = 1;
  private static final ValueFormat ROW = new ValueFormats().of(Stored.class);

  private record Stored(List<MapRunEvent> events, MapRunSummary summary) {}

  private MapRunCodec() {}

  static byte[] encode(MapRunRow row) {
    var bytes = new ByteArrayOutputStream(256);
    try (var out = new RowWriter(bytes)) {
      out.generator().writeStartArray();
      out.generator().writeNumber(VERSION);
      ROW.write(new Stored(row.events(), row.summary()), out);
      out.generator().writeEndArray();
    } catch (IOException e) {
      throw new AssertionError("Expected a row of a Map Run to become bytes, but: " + row, e);
    }
    return bytes.toByteArray();
  }

  /** Errors: {@link UnreadableRowException} for anything this version does not know. */
  public static MapRunRow decode(byte[] bytes) {
    try (var parser = Cbor.parser(bytes)) {
      if (parser.nextToken() != JsonToken.START_ARRAY
          || parser.nextToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getIntValue() != VERSION) {
        throw new UnreadableRowException(
            "Expected a row of a Map Run of version "
                + VERSION
                + "; it was written by a newer"
                + " version of Pawl.");
      }
      parser.nextToken();
      var stored = (Stored) ValueFormat.present(ROW.read(new RowReader(parser)));
      return new MapRunRow(stored.events(), stored.summary(), null);
    } catch (IOException e) {
      throw new UnreadableRowException("Expected a row of a Map Run, but it is damaged: " + e, e);
    }
  }
}
