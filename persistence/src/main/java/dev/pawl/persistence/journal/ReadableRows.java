package dev.pawl.persistence.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.execution.Recorded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Rows of events as JSON that people can read, and back: what {@link EventCodec} writes, in the
 * form {@code [version, events]}. A file of them is read by every later release, as a journal is.
 */
public final class ReadableRows {

  private ReadableRows() {}

  public static JsonNode write(List<Recorded> events) {
    try (var parser = Cbor.parser(EventCodec.CURRENT.encode(events))) {
      parser.nextToken();
      return Cbor.readTree(parser);
    } catch (IOException e) {
      throw new AssertionError("Expected events to become JSON, but: " + events, e);
    }
  }

  /**
   * @throws UnreadableRowException for anything this version does not know
   */
  public static List<Recorded> read(JsonNode row) {
    var bytes = new ByteArrayOutputStream(512);
    try (var generator = Cbor.generator(bytes)) {
      Cbor.writeTree(generator, row);
    } catch (IOException e) {
      throw new UnreadableRowException("Expected a row of events, but it is damaged: " + e, e);
    }
    return EventCodec.CURRENT.decode(bytes.toByteArray());
  }
}
