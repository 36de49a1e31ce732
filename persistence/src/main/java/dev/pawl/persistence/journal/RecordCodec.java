package dev.pawl.persistence.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Records as bytes and back, in the form of {@link EventCodec}: for messages between nodes, which
 * may be one release apart. A component that is absent, empty or zero is left out, so one may be
 * added when its absence has a meaning.
 *
 * <p>Not for what is stored. Errors: {@link UnreadableRowException} for anything this version does
 * not know.
 */
public final class RecordCodec {

  /** A type that is written as a text, such as a reference to an actor. */
  public record Text<T>(Class<T> type, Function<T, String> write, Function<String, T> read) {}

  private final Map<Class<?>, ValueFormat> formats = new HashMap<>();

  /**
   * @param families records, or sealed interfaces whose members are records
   * @throws AssertionError if one of them holds a type that cannot be written
   */
  public RecordCodec(Collection<Class<?>> families, Collection<Text<?>> texts) {
    var known = new ValueFormats();
    texts.forEach(known::add);
    families.forEach(family -> formats.put(family, known.of(family)));
  }

  /**
   * @param family one of those named at the beginning
   */
  public byte[] encode(Class<?> family, Object value) {
    var bytes = new ByteArrayOutputStream(256);
    try (var out = new RowWriter(bytes)) {
      format(family).write(value, out);
    } catch (IOException e) {
      throw new AssertionError("Expected a message to become bytes, but: " + value, e);
    }
    return bytes.toByteArray();
  }

  public Object decode(Class<?> family, byte[] bytes) {
    try (var parser = Cbor.parser(bytes)) {
      parser.nextToken();
      return format(family).read(new RowReader(parser));
    } catch (IOException e) {
      throw new UnreadableRowException("Expected a message, but it is damaged: " + e, e);
    }
  }

  private ValueFormat format(Class<?> family) {
    var format = formats.get(family);
    if (format == null) {
      throw new AssertionError("Expected a family of messages, but found " + family);
    }
    return format;
  }
}
