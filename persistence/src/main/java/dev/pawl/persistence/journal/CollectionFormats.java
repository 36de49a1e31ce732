package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.IntTreePMap;
import org.pcollections.PMap;

/** Formats of values that hold values; left out when they hold none. Order is kept. */
final class CollectionFormats {

  private CollectionFormats() {}

  static ValueFormat optional(ValueFormat content) {
    return new ValueFormat() {
      @Override
      public void write(Object value, RowWriter out) throws IOException {
        content.write(((Optional<?>) value).orElseThrow(), out);
      }

      @Override
      public Object read(RowReader in) throws IOException {
        return Optional.of(content.read(in));
      }

      @Override
      public Object absent() {
        return Optional.empty();
      }
    };
  }

  static ValueFormat list(ValueFormat element) {
    return new ValueFormat() {
      @Override
      public void write(Object value, RowWriter out) throws IOException {
        writeAll((List<?>) value, element, out);
      }

      @Override
      public Object read(RowReader in) throws IOException {
        return Collections.unmodifiableList(readAll(element, in));
      }

      @Override
      public Object absent() {
        return List.of();
      }
    };
  }

  static ValueFormat set(ValueFormat element) {
    return new ValueFormat() {
      @Override
      public void write(Object value, RowWriter out) throws IOException {
        writeAll((Collection<?>) value, element, out);
      }

      @Override
      public Object read(RowReader in) throws IOException {
        return Collections.unmodifiableSet(new LinkedHashSet<>(readAll(element, in)));
      }

      @Override
      public Object absent() {
        return Set.of();
      }
    };
  }

  static ValueFormat map(ValueFormat content) {
    return new ByName(content) {
      @Override
      public Object read(RowReader in) throws IOException {
        return Collections.unmodifiableMap(readNamed(in));
      }

      @Override
      public Object absent() {
        return Map.of();
      }
    };
  }

  static ValueFormat persistentMap(ValueFormat content) {
    return new ByName(content) {
      @Override
      public Object read(RowReader in) throws IOException {
        return HashTreePMap.from(readNamed(in));
      }

      @Override
      public Object absent() {
        return HashTreePMap.empty();
      }
    };
  }

  private abstract static class ByName implements ValueFormat {
    private final ValueFormat content;

    ByName(ValueFormat content) {
      this.content = content;
    }

    @Override
    public void write(Object value, RowWriter out) throws IOException {
      out.generator().writeStartObject();
      for (var entry : ((Map<?, ?>) value).entrySet()) {
        out.generator().writeFieldName((String) entry.getKey());
        content.write(entry.getValue(), out);
      }
      out.generator().writeEndObject();
    }

    Map<String, Object> readNamed(RowReader in) throws IOException {
      var map = new LinkedHashMap<String, Object>();
      while (in.parser().nextToken() == JsonToken.FIELD_NAME) {
        var key = in.parser().currentName();
        in.parser().nextToken();
        map.put(key, content.read(in));
      }
      return map;
    }
  }

  /** A persistent map by number: a list of each number and its value. */
  static ValueFormat numbered(ValueFormat content) {
    return new ValueFormat() {
      @Override
      public void write(Object value, RowWriter out) throws IOException {
        out.generator().writeStartArray();
        for (var entry : ((Map<?, ?>) value).entrySet()) {
          out.generator().writeNumber((Integer) entry.getKey());
          content.write(entry.getValue(), out);
        }
        out.generator().writeEndArray();
      }

      @Override
      public Object read(RowReader in) throws IOException {
        PMap<Integer, Object> map = IntTreePMap.empty();
        while (in.parser().nextToken() != JsonToken.END_ARRAY) {
          var number = in.parser().getIntValue();
          in.parser().nextToken();
          map = map.plus(number, content.read(in));
        }
        return map;
      }

      @Override
      public Object absent() {
        return IntTreePMap.empty();
      }
    };
  }

  private static void writeAll(Collection<?> values, ValueFormat element, RowWriter out)
      throws IOException {
    out.generator().writeStartArray();
    for (var value : values) {
      element.write(value, out);
    }
    out.generator().writeEndArray();
  }

  private static List<Object> readAll(ValueFormat element, RowReader in) throws IOException {
    var values = new ArrayList<Object>();
    while (in.parser().nextToken() != JsonToken.END_ARRAY) {
      values.add(element.read(in));
    }
    return values;
  }
}
