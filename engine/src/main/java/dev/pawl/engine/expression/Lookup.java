package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Json;
import java.util.Set;

/**
 * What may stand as the value of a {@code .$} field, and in ErrorPath and CausePath: a path or a
 * call of an intrinsic function.
 */
public sealed interface Lookup permits Lookup.ByPath, IntrinsicCall {
  /**
   * The value found or computed; {@code field} is the name that errors mention, such as {@code
   * "value.$"} or {@code "CausePath"}.
   *
   * @throws StatesError {@code States.Runtime} when a path leads nowhere, {@code
   *     States.IntrinsicFailure} when a function refuses its arguments
   */
  JsonNode evaluate(JsonNode input, Environment env, String field);

  Set<String> variableReferences();

  static Lookup parse(String text) throws IllegalExpressionException {
    return text.startsWith("$") ? new ByPath(Path.parse(text)) : IntrinsicCall.parse(text);
  }

  /** A path alone. */
  record ByPath(Path path) implements Lookup {
    @Override
    public JsonNode evaluate(JsonNode input, Environment env, String field) {
      return path.findInTemplate(input, env).orElseThrow(() -> missing(input, env, field));
    }

    private StatesError missing(JsonNode input, Environment env, String field) {
      var source = path.source(input, env);
      return StatesError.runtime(
          source.isNull()
              ? "Unable to apply Path transformation to null or empty input."
              : "The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'"
                  .formatted(path.text(), field, Json.write(source)));
    }

    @Override
    public Set<String> variableReferences() {
      return path.variableReferences();
    }
  }
}
