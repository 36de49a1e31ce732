package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an expression sees besides its input: the Context object, the variables in scope, chance.
 *
 * @param effort what is spent by all who evaluate in this environment, and so is made for one state
 */
public record Environment(
    JsonNode context, Map<String, JsonNode> variables, Chance chance, Effort effort) {

  public Environment {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /** With nothing spent yet. */
  public Environment(JsonNode context, Map<String, JsonNode> variables, Chance chance) {
    this(context, variables, chance, new Effort());
  }
}
