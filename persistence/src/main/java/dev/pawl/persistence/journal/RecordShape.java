package dev.pawl.persistence.journal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * One number for a record and all that it is made of: the names and types of the components, the
 * members of families, the constants of enumerations. It changes when one of them does.
 */
final class RecordShape {

  private final Map<String, String> types = new TreeMap<>();

  private RecordShape() {}

  static int of(Class<?> record) {
    var shape = new RecordShape();
    shape.add(record);
    var checksum = new CRC32();
    checksum.update(shape.types.toString().getBytes(StandardCharsets.UTF_8));
    return (int) checksum.getValue();
  }

  private void add(Type type) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
    } else if (type instanceof Class<?> c && !types.containsKey(c.getName())) {
      add(c);
    }
  }

  private void add(Class<?> type) {
    if (type.isRecord()) {
      var components = type.getRecordComponents();
      types.put(
          type.getName(),
          Arrays.stream(components)
              .map(part -> part.getName() + ": " + part.getGenericType().getTypeName())
              .collect(Collectors.joining(", ")));
      Arrays.stream(components).forEach(part -> add(part.getGenericType()));
    } else if (type.isEnum()) {
      types.put(type.getName(), Arrays.toString(type.getEnumConstants()));
    } else if (type.isSealed()) {
      var members = type.getPermittedSubclasses();
      types.put(
          type.getName(),
          Arrays.stream(members)
              .map(Class::getName)
              .sorted(Comparator.naturalOrder())
              .collect(Collectors.joining(", ")));
      Arrays.stream(members).forEach(this::add);
    }
  }
}
