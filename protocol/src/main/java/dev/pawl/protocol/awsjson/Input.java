package dev.pawl.protocol.awsjson;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The members of one request, or of one structure inside it, which have passed the checks of their
 * shapes. Unknown members and JSON nulls are gone. Asking for a member that the shape does not have
 * is our own mistake and fails loudly.
 */
public final class Input {

  private final Shape.StructureShape shape;
  private final Map<String, Object> values;

  /**
   * Values are String, Long, Boolean, byte[], List, Map, Input or, for opaque members, JsonNode.
   */
  Input(Shape.StructureShape shape, Map<String, Object> values) {
    this.shape = shape;
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public boolean has(String member) {
    return value(member) != null;
  }

  /** The text of a required member. */
  public String text(String member) {
    return need(member, textOrNull(member));
  }

  public @Nullable String textOrNull(String member) {
    return (String) value(member);
  }

  public Optional<String> findText(String member) {
    return Optional.ofNullable(textOrNull(member));
  }

  public OptionalInt findInt(String member) {
    var value = (Long) value(member);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(value));
  }

  public @Nullable Long longOrNull(String member) {
    return (Long) value(member);
  }

  public @Nullable Double decimalOrNull(String member) {
    return (Double) value(member);
  }

  /** An absent boolean is false, as in AWS's models, unless the operation says otherwise. */
  public boolean flag(String member, boolean absent) {
    var value = (Boolean) value(member);
    return value == null ? absent : value;
  }

  public byte @Nullable [] bytesOrNull(String member) {
    return (byte[]) value(member);
  }

  public @Nullable Input structureOrNull(String member) {
    return (Input) value(member);
  }

  /** The structures of a list; an absent list is empty. */
  public List<Input> structures(String member) {
    return list(member, Input.class);
  }

  /** The texts of a list; an absent list is empty. */
  public List<String> texts(String member) {
    return list(member, String.class);
  }

  /** The texts of a map in the request's order; null if the member is absent. */
  public @Nullable Map<String, String> textMapOrNull(String member) {
    var value = (Map<?, ?>) value(member);
    if (value == null) {
      return null;
    }
    var map = new LinkedHashMap<String, String>();
    value.forEach((name, text) -> map.put((String) name, (String) text));
    return Collections.unmodifiableMap(map);
  }

  /** A member that no shape describes further. */
  public @Nullable JsonNode opaqueOrNull(String member) {
    return (JsonNode) value(member);
  }

  /** The elements of a list that no shape describes further; an absent list is empty. */
  public List<JsonNode> opaques(String member) {
    return list(member, JsonNode.class);
  }

  /** The names of the members that are there, in the order of the shape. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /** As AWS's errors show a structure: {@code RoutingConfigurationListItem(weight=50)}. */
  @Override
  public String toString() {
    var members = new ArrayList<String>();
    values.forEach((name, value) -> members.add(name + "=" + value));
    return shape.name() + "(" + String.join(", ", members) + ")";
  }

  /** The value of a member of this shape as it was read. */
  @Nullable Object raw(String member) {
    return values.get(member);
  }

  private <T> List<T> list(String member, Class<T> type) {
    var value = (List<?>) value(member);
    return value == null ? List.of() : value.stream().map(type::cast).toList();
  }

  private @Nullable Object value(String member) {
    var value = values.get(member);
    if (value == null && shape.members().stream().noneMatch(m -> m.name().equals(member))) {
      throw new AssertionError("Expected " + shape.name() + " to have a member '" + member + "'.");
    }
    return value;
  }

  private <T> T need(String member, @Nullable T value) {
    if (value == null) {
      throw new AssertionError(
          "Expected '" + member + "' of " + shape.name() + " to be a required member.");
    }
    return value;
  }
}
