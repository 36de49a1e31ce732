package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.execution.Recorded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * The events of one row as bytes and back: CBOR {@code [version, events]}. Events outlive every
 * version of Pawl, so the form says little and says it by name: a record is an object of its
 * components, an event is its record's simple name and that object, and a component that is absent,
 * empty or zero is left out. A payload text that occurs again in the row is its number instead.
 *
 * <p>To add a component, give its absence a meaning. To rename or change one, raise the version and
 * add an {@link Upcaster}.
 *
 * <p>Limits: none of its own. Errors: {@link UnreadableRowException} for anything this version does
 * not know.
 */
public final class EventCodec {

  /** Changes a row of an older version into the next one. */
  @FunctionalInterface
  public interface Upcaster {
    /**
     * @param events the row as JSON; payloads that occurred before are numbers, so their order must
     *     stay
     */
    JsonNode upcast(JsonNode events);
  }

  /** The codec of this release. */
  public static final EventCodec CURRENT = new EventCodec(List.of());

  private final ValueFormat rows = new ValueFormats().listOf(Recorded.class);
  private final List<Upcaster> upcasters;
  private final int version;

  /**
   * @param upcasters from version 1 to 2, from 2 to 3, and so on
   */
  EventCodec(List<Upcaster> upcasters) {
    this.upcasters = List.copyOf(upcasters);
    this.version = upcasters.size() + 1;
  }

  public byte[] encode(List<Recorded> events) {
    var bytes = new ByteArrayOutputStream(512);
    try (var out = new RowWriter(bytes)) {
      out.generator().writeStartArray();
      out.generator().writeNumber(version);
      rows.write(events, out);
      out.generator().writeEndArray();
    } catch (IOException e) {
      throw new AssertionError("Expected events to become bytes, but: " + events, e);
    }
    return bytes.toByteArray();
  }

  public List<Recorded> decode(byte[] bytes) {
    try (var parser = Cbor.parser(bytes)) {
      expect(parser, JsonToken.START_ARRAY);
      expect(parser, JsonToken.VALUE_NUMBER_INT);
      return decode(parser, parser.getIntValue());
    } catch (IOException e) {
      throw new UnreadableRowException("Expected a row of events, but it is damaged: " + e, e);
    }
  }

  private List<Recorded> decode(JsonParser parser, int stored) throws IOException {
    if (stored < 1 || stored > version) {
      throw new UnreadableRowException(
          "Expected a row of version 1 to %d, but found version %d; it was written by a newer version of Pawl."
              .formatted(version, stored));
    }
    parser.nextToken();
    return stored == version ? read(parser) : read(upcast(parser, stored));
  }

  private JsonParser upcast(JsonParser parser, int stored) throws IOException {
    JsonNode events = Cbor.readTree(parser);
    for (var upcaster : upcasters.subList(stored - 1, upcasters.size())) {
      events = upcaster.upcast(events);
    }
    var upcasted = events.traverse();
    upcasted.nextToken();
    return upcasted;
  }

  // A list of Recorded is what `rows` reads.
  @SuppressWarnings("unchecked")
  private List<Recorded> read(JsonParser parser) throws IOException {
    return (List<Recorded>) ValueFormat.present(rows.read(new RowReader(parser)));
  }

  private static void expect(JsonParser parser, JsonToken expected) throws IOException {
    var found = parser.nextToken();
    if (found != expected) {
      throw new UnreadableRowException(
          "Expected %s in a row, but found %s.".formatted(expected, found));
    }
  }
}
