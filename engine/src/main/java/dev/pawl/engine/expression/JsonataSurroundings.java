package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the expressions of one template see: {@code $states}, the variables, time and chance. */
final class JsonataSurroundings {
  private final Map<String, JsonNode> variables;
  private final Object states;
  private final Chance chance;
  private final Effort effort;

  JsonataSurroundings(StatesInput input, Environment env) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    set(object, "input", input.input());
    set(object, "result", input.result());
    set(object, "errorOutput", input.errorOutput());
    set(object, "context", env.context());
    this.states = JsonataValues.of(object);
    this.variables = env.variables();
    this.chance = env.chance();
    this.effort = env.effort();
  }

  private static void set(ObjectNode object, String name, @Nullable JsonNode value) {
    if (value != null) {
      object.set(name, value);
    }
  }

  /** The value of {@code $name}, in the library's terms; null when there is none. */
  @Nullable Object variable(String name) {
    if (name.equals("states")) {
      return states;
    }
    var value = variables.get(name);
    return value == null ? null : JsonataValues.of(value);
  }

  Chance chance() {
    return chance;
  }

  Effort effort() {
    return effort;
  }
}
