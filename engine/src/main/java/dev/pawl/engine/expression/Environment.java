package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an expression sees besides its input: the Context object, the variables in scope, chance.
 */
public record Environment(JsonNode context, Map<String, JsonNode> variables, Chance chance) {
  public Environment {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }
}
