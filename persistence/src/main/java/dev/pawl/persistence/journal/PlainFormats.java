package dev.pawl.persistence.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Payload;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Formats of values that hold no others. */
final class PlainFormats {

  /** Writes a value of one type. */
  @FunctionalInterface
  private interface Write<T> {
    void write(T value, RowWriter out) throws IOException;
  }

  /** Reads a value of one type. */
  @FunctionalInterface
  private interface Read<T> {
    T read(RowReader in) throws IOException;
  }

  private record Plain<T>(Class<T> type, @Nullable T absent, Write<T> write, Read<T> read)
      implements ValueFormat {
    @Override
    public void write(Object value, RowWriter out) throws IOException {
      write.write(type.cast(value), out);
    }

    @Override
    public Object read(RowReader in) throws IOException {
      return read.read(in);
    }
  }

  static final ValueFormat STRING =
      new Plain<>(
          String.class,
          null,
          (value, out) -> out.generator().writeString(value),
          in -> in.parser().getText());
  static final ValueFormat BOOLEAN =
      new Plain<>(
          Boolean.class,
          false,
          (value, out) -> out.generator().writeBoolean(value),
          in -> in.parser().getBooleanValue());
  static final ValueFormat INTEGER =
      new Plain<>(
          Integer.class,
          0,
          (value, out) -> out.generator().writeNumber(value),
          in -> in.parser().getIntValue());
  static final ValueFormat LONG =
      new Plain<>(
          Long.class,
          0L,
          (value, out) -> out.generator().writeNumber(value),
          in -> in.parser().getLongValue());
  static final ValueFormat DOUBLE =
      new Plain<>(
          Double.class,
          0.0,
          (value, out) -> out.generator().writeNumber(value),
          in -> in.parser().getDoubleValue());
  static final ValueFormat OPTIONAL_INT =
      new Plain<>(
          OptionalInt.class,
          OptionalInt.empty(),
          (value, out) -> out.generator().writeNumber(value.orElseThrow()),
          in -> OptionalInt.of(in.parser().getIntValue()));
  static final ValueFormat OPTIONAL_LONG =
      new Plain<>(
          OptionalLong.class,
          OptionalLong.empty(),
          (value, out) -> out.generator().writeNumber(value.orElseThrow()),
          in -> OptionalLong.of(in.parser().getLongValue()));
  static final ValueFormat UUID =
      new Plain<>(
          java.util.UUID.class,
          null,
          (value, out) -> out.generator().writeString(value.toString()),
          in -> java.util.UUID.fromString(in.parser().getText()));
  static final ValueFormat INSTANT =
      new Plain<>(
          Instant.class,
          null,
          (value, out) -> writeSeconds(value.getEpochSecond(), value.getNano(), out),
          in -> Instant.ofEpochSecond(readSeconds(in), readNanos(in)));
  static final ValueFormat DURATION =
      new Plain<>(
          Duration.class,
          null,
          (value, out) -> writeSeconds(value.getSeconds(), value.getNano(), out),
          in -> Duration.ofSeconds(readSeconds(in), readNanos(in)));
  static final ValueFormat PAYLOAD =
      new Plain<>(
          Payload.class, null, (value, out) -> out.writePayload(value), RowReader::readPayload);
  // JSON's null is a value like any other: a component that is Java's null is left out instead.
  static final ValueFormat JSON =
      new ValueFormat() {
        @Override
        public void write(Object value, RowWriter out) throws IOException {
          Cbor.writeTree(out.generator(), (JsonNode) value);
        }

        @Override
        public Object read(RowReader in) throws IOException {
          return Cbor.readTree(in.parser());
        }

        @Override
        public Object readOrNull(RowReader in) throws IOException {
          return read(in);
        }
      };

  private PlainFormats() {}

  static <T> ValueFormat text(RecordCodec.Text<T> text) {
    return new Plain<>(
        text.type(),
        null,
        (value, out) -> out.generator().writeString(text.write().apply(value)),
        in -> text.read().apply(in.parser().getText()));
  }

  static ValueFormat enumeration(Class<?> type) {
    var byName = new HashMap<String, Object>();
    for (var constant : Objects.requireNonNull(type.getEnumConstants())) {
      byName.put(((Enum<?>) constant).name(), constant);
    }
    return new ValueFormat() {
      @Override
      public void write(Object value, RowWriter out) throws IOException {
        out.generator().writeString(((Enum<?>) value).name());
      }

      @Override
      public Object read(RowReader in) throws IOException {
        var name = in.parser().getText();
        var constant = byName.get(name);
        if (constant == null) {
          throw new UnreadableRowException(
              "Expected a known %s, but found '%s'; the row was written by a newer version of Pawl."
                  .formatted(type.getSimpleName(), name));
        }
        return constant;
      }
    };
  }

  /** The same values, but left out when null rather than when zero. */
  static ValueFormat orNull(ValueFormat format) {
    return new ValueFormat() {
      @Override
      public void write(Object value, RowWriter out) throws IOException {
        format.write(value, out);
      }

      @Override
      public Object read(RowReader in) throws IOException {
        return format.read(in);
      }
    };
  }

  private static void writeSeconds(long seconds, int nanos, RowWriter out) throws IOException {
    out.generator().writeStartArray();
    out.generator().writeNumber(seconds);
    out.generator().writeNumber(nanos);
    out.generator().writeEndArray();
  }

  private static long readSeconds(RowReader in) throws IOException {
    in.parser().nextToken();
    return in.parser().getLongValue();
  }

  private static long readNanos(RowReader in) throws IOException {
    in.parser().nextToken();
    var nanos = in.parser().getLongValue();
    in.parser().nextToken();
    return nanos;
  }
}
