package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A Payload Template: a JSON value in which a field named {@code x.$} holds a path or an intrinsic
 * call and becomes a field {@code x} with what that gives. Spec, "Payload Template".
 *
 * <p>Immutable, read once per state machine, evaluated by any number of threads. A template without
 * such fields gives its own JSON value, uncopied.
 */
public final class PayloadTemplate {
  private static final String SUFFIX = ".$";

  private final Part part;

  private PayloadTemplate(Part part) {
    this.part = part;
  }

  private sealed interface Part {
    record Constant(JsonNode node) implements Part {}

    record Found(String field, Lookup lookup) implements Part {}

    record Fields(List<Field> fields) implements Part {}

    record Elements(List<Part> parts) implements Part {}
  }

  private record Field(String name, Part part) {}

  public static PayloadTemplate parse(JsonNode template) throws IllegalExpressionException {
    return new PayloadTemplate(part(template, ""));
  }

  private static Part part(JsonNode node, String location) throws IllegalExpressionException {
    if (node.isObject()) {
      return fields(node, location);
    }
    return node.isArray() ? elements(node, location) : new Part.Constant(node);
  }

  private static Part fields(JsonNode object, String location) throws IllegalExpressionException {
    var fields = new ArrayList<Field>(object.size());
    for (var member : object.properties()) {
      fields.add(field(object, member.getKey(), member.getValue(), location));
    }
    boolean constant = fields.stream().allMatch(f -> f.part() instanceof Part.Constant);
    return constant ? new Part.Constant(object) : new Part.Fields(List.copyOf(fields));
  }

  private static Field field(JsonNode object, String key, JsonNode value, String location)
      throws IllegalExpressionException {
    if (!key.endsWith(SUFFIX)) {
      return new Field(key, part(value, Location.member(location, key)));
    }
    var name = key.substring(0, key.length() - SUFFIX.length());
    if (object.has(name)) {
      throw illegal(
          "The field '" + name + "' is defined twice: as '" + name + "' and as '" + key + "'",
          location);
    }
    return new Field(name, new Part.Found(key, lookup(key, value, location)));
  }

  private static Lookup lookup(String key, JsonNode value, String location)
      throws IllegalExpressionException {
    var complaint =
        "The value for the field '"
            + key
            + "' must be a valid JSONPath or a valid intrinsic function call";
    if (!value.isTextual()) {
      throw illegal(complaint, location);
    }
    try {
      return Lookup.parse(value.textValue());
    } catch (IllegalExpressionException e) {
      throw illegal(complaint, location);
    }
  }

  private static IllegalExpressionException illegal(String message, String location) {
    return new IllegalExpressionException(
        IllegalExpressionException.SCHEMA_VALIDATION_FAILED,
        message,
        location.startsWith("/") ? location.substring(1) : location.isEmpty() ? null : location);
  }

  private static Part elements(JsonNode array, String location) throws IllegalExpressionException {
    var parts = new ArrayList<Part>(array.size());
    for (int i = 0; i < array.size(); i++) {
      parts.add(part(array.get(i), Location.element(location, i)));
    }
    boolean constant = parts.stream().allMatch(p -> p instanceof Part.Constant);
    return constant ? new Part.Constant(array) : new Part.Elements(List.copyOf(parts));
  }

  /**
   * The value with every {@code .$} field replaced.
   *
   * @throws StatesError {@code States.Runtime} when a path leads nowhere, {@code
   *     States.IntrinsicFailure} when a function refuses its arguments
   */
  public JsonNode evaluate(JsonNode input, Environment env) {
    return isConstant() ? value(part, input, env) : Bounds.checked(value(part, input, env));
  }

  private static JsonNode value(Part part, JsonNode input, Environment env) {
    return switch (part) {
      case Part.Constant constant -> constant.node();
      case Part.Found found -> found.lookup().evaluate(input, env, found.field());
      case Part.Fields fields -> {
        var object = JsonNodeFactory.instance.objectNode();
        fields.fields().forEach(f -> object.set(f.name(), value(f.part(), input, env)));
        yield object;
      }
      case Part.Elements elements -> {
        var array = JsonNodeFactory.instance.arrayNode(elements.parts().size());
        elements.parts().forEach(p -> array.add(value(p, input, env)));
        yield array;
      }
    };
  }

  /** Whether the template holds nothing to evaluate. */
  public boolean isConstant() {
    return part instanceof Part.Constant;
  }

  /** The variables that its paths start from. */
  public Set<String> variableReferences() {
    var names = new TreeSet<String>();
    collect(part, names);
    return names;
  }

  private static void collect(Part part, Set<String> names) {
    switch (part) {
      case Part.Constant ignored -> {}
      case Part.Found found -> names.addAll(found.lookup().variableReferences());
      case Part.Fields fields -> fields.fields().forEach(f -> collect(f.part(), names));
      case Part.Elements elements -> elements.parts().forEach(p -> collect(p, names));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PayloadTemplate template && part.equals(template.part);
  }

  @Override
  public int hashCode() {
    return part.hashCode();
  }
}
