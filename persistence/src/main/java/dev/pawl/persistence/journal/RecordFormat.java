package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record: an object of its components by name. Absent ones are left out, so a component may be
 * added later.
 */
final class RecordFormat implements ValueFormat {

  private record Component(String name, MethodHandle accessor, ValueFormat format) {}

  private final Class<?> type;
  private final Map<String, Integer> places = new HashMap<>();
  private Component[] components = {};
  private @Nullable MethodHandle constructor;

  RecordFormat(Class<?> type) {
    this.type = type;
  }

  void resolve(ValueFormats formats) {
    var parts = type.getRecordComponents();
    components = new Component[parts.length];
    for (var i = 0; i < parts.length; i++) {
      components[i] =
          new Component(
              parts[i].getName(), accessor(parts[i]), formats.of(parts[i].getGenericType()));
      places.put(parts[i].getName(), i);
    }
    constructor = constructor(parts);
  }

  private MethodHandle accessor(RecordComponent part) {
    try {
      return lookup()
          .unreflect(part.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new AssertionError("Expected " + part + " to be readable.", e);
    }
  }

  private MethodHandle constructor(RecordComponent[] parts) {
    var types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return lookup()
          .unreflectConstructor(type.getDeclaredConstructor(types))
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("Expected " + type + " to have its canonical constructor.", e);
    }
  }

  private MethodHandles.Lookup lookup() throws IllegalAccessException {
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  @Override
  public void write(Object value, RowWriter out) throws IOException {
    out.generator().writeStartObject();
    for (var component : components) {
      var part = get(component, value);
      if (!Objects.equals(part, component.format.absent())) {
        out.generator().writeFieldName(component.name);
        component.format.writeOrNull(part, out);
      }
    }
    out.generator().writeEndObject();
  }

  @Override
  public Object read(RowReader in) throws IOException {
    var parser = in.parser();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new UnreadableRowException(
          "Expected a %s, but found %s.".formatted(type.getSimpleName(), parser.currentToken()));
    }
    var parts = new @Nullable Object[components.length];
    for (var i = 0; i < parts.length; i++) {
      parts[i] = components[i].format.absent();
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var place = place(parser.currentName());
      parser.nextToken();
      parts[place] = components[place].format.readOrNull(in);
    }
    return make(parts);
  }

  private int place(String name) {
    var place = places.get(name);
    if (place == null) {
      throw new UnreadableRowException(
          "Expected %s to have a component '%s', but it has %s; the row was written by a newer version of Pawl."
              .formatted(type.getSimpleName(), name, places.keySet()));
    }
    return place;
  }

  // A component's accessor throws nothing, and gives null for a nullable one.
  @SuppressWarnings("NullAway")
  private static @Nullable Object get(Component component, Object value) {
    try {
      return (Object) component.accessor.invokeExact(value);
    } catch (Throwable e) {
      throw new AssertionError("Expected to read '" + component.name + "' of " + value, e);
    }
  }

  private Object make(@Nullable Object[] parts) {
    try {
      return (Object) Objects.requireNonNull(constructor).invokeExact(parts);
    } catch (Throwable e) {
      throw new UnreadableRowException(
          "Expected a %s of %s, but: %s".formatted(type.getSimpleName(), Arrays.toString(parts), e),
          e);
    }
  }
}
