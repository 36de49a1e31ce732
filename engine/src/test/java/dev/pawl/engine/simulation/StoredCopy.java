package dev.pawl.engine.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.execution.ExecutionSnapshot;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/**
 * What comes back from a database: equal to what was stored, and made anew. JSON goes through its
 * text, so that nothing survives that only lives in memory.
 */
final class StoredCopy {
  private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

  private StoredCopy() {}

  private record Shape(Constructor<?> constructor, List<RecordComponent> components) {
    static Shape of(Class<?> type) {
      try {
        var components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
          types[i] = components[i].getType();
          components[i].getAccessor().setAccessible(true);
        }
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return new Shape(constructor, List.of(components));
      } catch (NoSuchMethodException e) {
        throw new AssertionError(e);
      }
    }
  }

  static List<Recorded> of(List<Recorded> events) {
    return events.stream().map(event -> (Recorded) copy(event)).toList();
  }

  static ExecutionSnapshot of(ExecutionSnapshot snapshot) {
    return (ExecutionSnapshot) copy(snapshot);
  }

  private static Object copy(Object value) {
    if (value instanceof Payload payload) {
      return Payload.ofStoredText(payload.text());
    }
    if (value instanceof JsonNode node) {
      return parsed(Json.write(node));
    }
    if (value instanceof PMap<?, ?> map) {
      return copied(map);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(StoredCopy::copy).toList();
    }
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<Object, Object>();
      map.forEach((key, member) -> copy.put(key, copy(member)));
      return copy;
    }
    return value instanceof Record record ? rebuilt(record) : value;
  }

  private static <K, V> PMap<K, V> copied(PMap<K, V> map) {
    var copy = map.minusAll(map.keySet());
    for (var entry : map.entrySet()) {
      copy = copy.plus(entry.getKey(), sameType(entry.getValue(), copy(entry.getValue())));
    }
    return copy;
  }

  // A copy is of the type it is a copy of.
  @SuppressWarnings("unchecked")
  private static <V> V sameType(V original, Object copy) {
    return (V) copy;
  }

  private static Object rebuilt(Record record) {
    var shape = SHAPES.computeIfAbsent(record.getClass(), Shape::of);
    try {
      var values = new @Nullable Object[shape.components().size()];
      for (int i = 0; i < values.length; i++) {
        var value = shape.components().get(i).getAccessor().invoke(record);
        values[i] = value == null ? null : copy(value);
      }
      return shape.constructor().newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (JsonTextException e) {
      throw new AssertionError(e);
    }
  }
}
