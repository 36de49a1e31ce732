package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.JsonataTemplate;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.expression.StatesInput;
import dev.pawl.engine.json.Json;
import java.util.Optional;

/**
 * A field of a JSONata state: its value as written and as parsed.
 *
 * @param path where it stands under the state, as errors name it: {@code Choices[1]/Condition}
 */
record JsonataField(String path, JsonNode source, JsonataTemplate template) {

  /** What {@code $states} holds, besides input and context, where the field stands. */
  enum Sees {
    INPUT,
    RESULT,
    ERROR_OUTPUT
  }

  /** The value, when it is written down and needs no evaluation. */
  Optional<JsonNode> literal() {
    return template.isConstant() ? Optional.of(source) : Optional.empty();
  }

  JsonNode evaluate(Sight sight, StatesInput sees) {
    return template.evaluate(sees, sight.environment(), path);
  }

  /**
   * As {@link #evaluate(Sight, StatesInput)}, for a field that must come out as one of some types.
   */
  JsonNode evaluate(Sight sight, StatesInput sees, String... expected) {
    var value = evaluate(sight, sees);
    for (var type : expected) {
      if (isA(type, value)) {
        return value;
      }
    }
    throw StatesError.queryEvaluation(
        "The JSONata expression '%s' specified for the field '%s' returned an unexpected result type. Expected '%s', but was '%s' for value: %s"
            .formatted(expression(), path, expected[0], typeOf(value), Json.write(value)),
        path);
  }

  private static boolean isA(String type, JsonNode value) {
    return type.equals("integer")
        ? value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue())
        : type.equals(typeOf(value));
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case OBJECT, POJO -> "object";
      case STRING, BINARY -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case NULL, MISSING -> "null";
    };
  }

  private String expression() {
    return template.expressionText().orElseGet(() -> Json.write(source));
  }
}
