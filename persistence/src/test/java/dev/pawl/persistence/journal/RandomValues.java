package dev.pawl.persistence.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.json.Payload;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.pcollections.IntTreePMap;
import org.pcollections.PMap;

/** Makes values of any type that an event may hold, absent ones among them. */
final class RandomValues {

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  Object of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic(generic);
    }
    var c = (Class<?>) type;
    if (c.isRecord()) {
      return record(c);
    }
    if (c.isEnum()) {
      var constants = c.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    if (c.isSealed()) {
      var members = c.getPermittedSubclasses();
      return of(members[random.nextInt(members.length)]);
    }
    return plain(c);
  }

  private Object plain(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> text();
      case "boolean", "Boolean" -> random.nextBoolean();
      case "int", "Integer" -> random.nextInt(5) - 1;
      case "long", "Long" -> random.nextLong() >> random.nextInt(64);
      case "double", "Double" -> random.nextDouble();
      case "OptionalLong" ->
          random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong());
      case "Instant" ->
          Instant.ofEpochSecond(random.nextLong(250_000_000_000L), random.nextInt(1_000_000_000));
      case "Duration" -> Duration.ofNanos(random.nextLong());
      case "Payload" -> Payload.ofStoredText(JsonNodeFactory.instance.textNode(text()).toString());
      case "JsonNode" -> json();
      default -> throw new AssertionError("Teach RandomValues to make a " + type);
    };
  }

  private JsonNode json() {
    var json = JsonNodeFactory.instance;
    return switch (random.nextInt(6)) {
      case 0 -> json.nullNode();
      case 1 -> json.numberNode(random.nextInt());
      case 2 -> json.numberNode(random.nextDouble());
      case 3 -> json.textNode(text());
      case 4 -> json.arrayNode().add(json()).add(json());
      default -> json.objectNode().set(text(), json());
    };
  }

  private String text() {
    return List.of("", "a", "Order", "é😀", "x".repeat(300), "arn:aws:states:::x")
        .get(random.nextInt(6));
  }

  private Object generic(ParameterizedType type) {
    var arguments = type.getActualTypeArguments();
    var last = arguments[arguments.length - 1];
    if (type.getRawType() == Optional.class) {
      return random.nextBoolean() ? Optional.empty() : Optional.of(of(last));
    }
    if (type.getRawType() == List.class) {
      return listOf(last);
    }
    if (type.getRawType() == Map.class) {
      var map = new LinkedHashMap<String, Object>();
      listOf(last).forEach(value -> map.put(text(), value));
      return map;
    }
    if (type.getRawType() == PMap.class && arguments[0] == Integer.class) {
      PMap<Integer, Object> map = IntTreePMap.empty();
      for (var value : listOf(last)) {
        map = map.plus(random.nextInt(100), value);
      }
      return map;
    }
    throw new AssertionError("Teach RandomValues to make a " + type);
  }

  private List<Object> listOf(Type element) {
    var list = new ArrayList<Object>();
    for (var i = random.nextInt(3); i > 0; i--) {
      list.add(of(element));
    }
    return list;
  }

  private Object record(Class<?> type) {
    var parts = type.getRecordComponents();
    var types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(Arrays.stream(parts).map(this::part).toArray());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private @Nullable Object part(RecordComponent part) {
    var nullable = isNullable(part.getAnnotatedType());
    return nullable && random.nextInt(3) == 0 ? null : of(part.getGenericType());
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }
}
