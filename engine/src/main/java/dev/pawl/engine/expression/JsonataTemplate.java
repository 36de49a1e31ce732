package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value whose strings of the form <code>{% … %}</code>, at any depth, are JSONata
 * expressions. States Language, "JSONata". Field names are never evaluated.
 *
 * <p>Immutable, read once per state machine, evaluated by any number of threads. A template without
 * expressions gives its own JSON value, uncopied. See {@link JsonataExpression} for the bounds of
 * an evaluation.
 */
public final class JsonataTemplate {
  private static final String OPENING = "{%";
  private static final String CLOSING = "%}";

  private final Part part;

  private JsonataTemplate(Part part) {
    this.part = part;
  }

  private sealed interface Part {
    record Constant(JsonNode node) implements Part {}

    /** {@code location} continues the name of the field: {@code /list[0]}. */
    record Computed(String location, JsonataExpression expression) implements Part {}

    record Fields(List<Field> fields) implements Part {}

    record Elements(List<Part> parts) implements Part {}
  }

  private record Field(String name, Part part) {}

  public static JsonataTemplate parse(JsonNode value) throws IllegalExpressionException {
    return new JsonataTemplate(part(value, ""));
  }

  /** Whether a string is written as an expression. */
  public static boolean isExpression(JsonNode value) {
    return value.isTextual()
        && value.textValue().length() >= OPENING.length() + CLOSING.length()
        && value.textValue().startsWith(OPENING)
        && value.textValue().endsWith(CLOSING);
  }

  private static Part part(JsonNode node, String location) throws IllegalExpressionException {
    if (isExpression(node)) {
      var text = node.textValue();
      var inner = text.substring(OPENING.length(), text.length() - CLOSING.length()).strip();
      return new Part.Computed(location, JsonataExpression.parse(inner, inside(location)));
    }
    if (node.isTextual() && node.textValue().startsWith(OPENING)) {
      throw new IllegalExpressionException(
          IllegalExpressionException.SCHEMA_VALIDATION_FAILED,
          "JSONata string must start with {% and end with %}",
          inside(location));
    }
    if (node.isObject()) {
      return fields(node, location);
    }
    return node.isArray() ? elements(node, location) : new Part.Constant(node);
  }

  private static @Nullable String inside(String location) {
    return location.isEmpty() ? null : location.startsWith("/") ? location.substring(1) : location;
  }

  private static Part fields(JsonNode object, String location) throws IllegalExpressionException {
    var fields = new ArrayList<Field>(object.size());
    for (var member : object.properties()) {
      var part = part(member.getValue(), Location.member(location, member.getKey()));
      fields.add(new Field(member.getKey(), part));
    }
    boolean constant = fields.stream().allMatch(f -> f.part() instanceof Part.Constant);
    return constant ? new Part.Constant(object) : new Part.Fields(List.copyOf(fields));
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
   * The value with every expression replaced by what it gives. {@code field} names the template
   * inside its state, such as {@code Output} or {@code Choices[1]/Condition}.
   *
   * @throws StatesError {@code States.QueryEvaluationError}, with the location of the expression
   *     that failed, gave nothing, or gave what JSON cannot hold
   */
  public JsonNode evaluate(StatesInput states, Environment env, String field) {
    if (part instanceof Part.Constant constant) {
      return constant.node();
    }
    return value(part, new JsonataSurroundings(states, env), field);
  }

  private static JsonNode value(Part part, JsonataSurroundings surroundings, String field) {
    return switch (part) {
      case Part.Constant constant -> constant.node();
      case Part.Computed computed ->
          computed.expression().evaluate(surroundings, field + computed.location());
      case Part.Fields fields -> {
        var object = JsonNodeFactory.instance.objectNode();
        fields.fields().forEach(f -> object.set(f.name(), value(f.part(), surroundings, field)));
        yield object;
      }
      case Part.Elements elements -> {
        var array = JsonNodeFactory.instance.arrayNode(elements.parts().size());
        elements.parts().forEach(p -> array.add(value(p, surroundings, field)));
        yield array;
      }
    };
  }

  /** Whether the template holds nothing to evaluate. */
  public boolean isConstant() {
    return part instanceof Part.Constant;
  }

  /**
   * The text between the marks when the whole template is one expression: what error messages show.
   */
  public Optional<String> expressionText() {
    return part instanceof Part.Computed computed
        ? Optional.of(computed.expression().text())
        : Optional.empty();
  }

  /** The variables the expressions refer to and do not bind themselves. */
  public Set<String> variableReferences() {
    var names = new TreeSet<String>();
    collect(part, names);
    return names;
  }

  private static void collect(Part part, Set<String> names) {
    switch (part) {
      case Part.Constant ignored -> {}
      case Part.Computed computed -> names.addAll(computed.expression().variableReferences());
      case Part.Fields fields -> fields.fields().forEach(f -> collect(f.part(), names));
      case Part.Elements elements -> elements.parts().forEach(p -> collect(p, names));
    }
  }
}
