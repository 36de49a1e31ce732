package dev.pawl.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventCodecTest {

  private static final long SEED = Long.getLong("seed", 4711);

  private final EventCodec codec = EventCodec.CURRENT;

  @Test
  void everyEventComesBackAsItWas() {
    var random = new Random(SEED);
    var values = new RandomValues(random);
    for (var type : types(Event.class).toList()) {
      for (var i = 0; i < 50; i++) {
        var event = recorded((Event) values.of(type));

        assertThat(codec.decode(codec.encode(List.of(event))))
            .as("seed %d", SEED)
            .containsExactly(event);
      }
    }
  }

  private static Stream<Class<?>> types(Class<?> family) {
    return Stream.of(family.getPermittedSubclasses())
        .flatMap(type -> type.isRecord() ? Stream.of(type) : types(type));
  }

  private static Recorded recorded(Event event) {
    return new Recorded(7, 6, 2, Instant.parse("2026-02-03T04:05:06.123456789Z"), event);
  }

  @Test
  void aRowOfManyEventsComesBackInItsOrder() {
    var values = new RandomValues(new Random(SEED));
    var all = types(Event.class).toList();
    var events =
        IntStream.range(0, 500)
            .mapToObj(i -> recorded((Event) values.of(all.get(i % all.size()))))
            .toList();

    assertThat(codec.decode(codec.encode(events))).isEqualTo(events);
  }

  @Test
  void halfASurrogatePairCanBeStored() throws Exception {
    var payload = Payload.parse("[\"\ud83d\"]");
    var events =
        List.of(
            recorded(new Event.ExecutionSucceeded(payload)),
            recorded(new Event.ExecutionFailed("a\udc00b", "\ud83d".repeat(2))));

    var back = codec.decode(codec.encode(events));

    assertThat(output(back.get(0))).isEqualTo(payload);
    assertThat(back.get(1).event())
        .isEqualTo(new Event.ExecutionFailed("a\ufffdb", "\ufffd\ufffd"));
  }

  @Test
  void aPayloadThatOccursAgainIsStoredOnceAndComesBackAsOneObject() {
    var text = "{\"order\":\"" + "x".repeat(1000) + "\"}";
    var events =
        List.of(
            recorded(new Event.ExecutionSucceeded(Payload.ofStoredText(text))),
            recorded(new Event.ExecutionSucceeded(Payload.ofStoredText("{}"))),
            recorded(new Event.ExecutionSucceeded(Payload.ofStoredText(text))));

    var bytes = codec.encode(events);
    var back = codec.decode(bytes);

    assertThat(bytes.length).isLessThan(text.length() + 200);
    assertThat(output(back.get(2))).isSameAs(output(back.get(0)));
    assertThat(output(back.get(1)).text()).isEqualTo("{}");
  }

  private static Payload output(Recorded event) {
    return ((Event.ExecutionSucceeded) event.event()).output();
  }

  @Test
  void aPayloadKeepsItsTextByteForByte() {
    for (var text : List.of(" { \"a\" : 1.0e2 } ", "\"\\u00e9\"", "1e400", "\"é😀\"", "null")) {
      var event = recorded(new Event.ExecutionSucceeded(Payload.ofStoredText(text)));

      assertThat(output(codec.decode(codec.encode(List.of(event))).getFirst()).text())
          .isEqualTo(text);
    }
  }

  @Test
  void aRowOfANewerVersionIsRefused() throws IOException {
    var bytes = row(out -> out.writeNumber(99), out -> {});

    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(UnreadableRowException.class)
        .hasMessage(
            "Expected a row of version 1 to 1, but found version 99; it was written by a newer version of Pawl.");
  }

  @Test
  void anUnknownEventIsRefused() throws IOException {
    var bytes = rowOf("TaskTeleported", "output");

    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(UnreadableRowException.class)
        .hasMessageContaining("Expected a known Event, but found 'TaskTeleported'");
  }

  @Test
  void anUnknownComponentIsRefused() throws IOException {
    var bytes = rowOf("ExecutionSucceeded", "outputs");

    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(UnreadableRowException.class)
        .hasMessageContaining("Expected ExecutionSucceeded to have a component 'outputs'");
  }

  @Test
  void damagedBytesAreRefused() {
    var bytes = codec.encode(Rows.events(1));

    for (var length = 0; length < bytes.length - 1; length++) {
      var damaged = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(damaged)).isInstanceOf(UnreadableRowException.class);
    }
  }

  @Test
  void anOlderRowIsUpcasted() throws IOException {
    var old = rowOf("ExecutionEndedWell", "output");
    var renaming = new EventCodec(List.of(EventCodecTest::renameEvent));

    var events = renaming.decode(old);

    assertThat(output(events.getFirst()).text()).isEqualTo("{}");
    assertThat(renaming.decode(renaming.encode(events))).isEqualTo(events);
  }

  private static JsonNode renameEvent(JsonNode events) {
    events.forEach(recorded -> {
      var event = (ArrayNode) ((ObjectNode) recorded).get("event");
      event.set(0, JsonNodeFactory.instance.textNode("ExecutionSucceeded"));
    });
    return events;
  }

  @FunctionalInterface
  private interface Writing {
    void to(com.fasterxml.jackson.core.JsonGenerator out) throws IOException;
  }

  private static byte[] row(Writing version, Writing events) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = Cbor.generator(bytes)) {
      out.writeStartArray();
      version.to(out);
      out.writeStartArray();
      events.to(out);
      out.writeEndArray();
      out.writeEndArray();
    }
    return bytes.toByteArray();
  }

  private static byte[] rowOf(String event, String component) throws IOException {
    return row(
        out -> out.writeNumber(1),
        out -> {
          out.writeStartObject();
          out.writeNumberField("id", 1);
          out.writeArrayFieldStart("at");
          out.writeNumber(0);
          out.writeNumber(0);
          out.writeEndArray();
          out.writeArrayFieldStart("event");
          out.writeString(event);
          out.writeStartObject();
          out.writeStringField(component, "{}");
          out.writeEndObject();
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  @Test
  void jsonValuesComeBackAsTheyWere() {
    var json = JsonNodeFactory.instance;
    var values =
        List.<JsonNode>of(
            json.nullNode(),
            json.numberNode(1),
            json.numberNode(1L << 40),
            json.numberNode(new BigInteger("123456789012345678901234567890")),
            json.numberNode(0.1),
            json.numberNode(1.0),
            json.numberNode(-0.0),
            json.textNode(""),
            json.booleanNode(false),
            json.arrayNode().add(json.nullNode()).add(json.objectNode()),
            json.objectNode().set("a", json.arrayNode()));
    var formats = new ValueFormats().listOf(JsonNode.class);

    assertThat(roundTrip(formats, values)).isEqualTo(values);
  }

  private static Object roundTrip(ValueFormat format, Object value) {
    var bytes = new ByteArrayOutputStream();
    try {
      try (var out = new RowWriter(bytes)) {
        format.write(value, out);
      }
      try (var parser = Cbor.parser(bytes.toByteArray())) {
        parser.nextToken();
        return format.read(new RowReader(parser));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anEventCostsItsValuesNotItsNames() {
    var events = new ArrayList<Recorded>();
    for (var i = 0; i < 10; i++) {
      events.addAll(Rows.events(i + 1));
    }

    assertThat(codec.encode(events).length / events.size()).isLessThan(60);
  }
}
