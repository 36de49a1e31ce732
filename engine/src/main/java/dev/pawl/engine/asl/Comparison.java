package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.Path;
import java.util.Optional;

/**
 * A data test: a variable, an operator, and what to compare with. Spec, "Choice Rules".
 *
 * <p>A variable that is missing ends the state with States.Runtime, except for IsPresent. A value
 * of another type than the operator's is no error: the comparison is false.
 */
record Comparison(Path variable, Operator operator, Operand operand) implements ChoiceState.Test {

  /** The other side of the comparison: written down, or at a path. */
  sealed interface Operand {
    JsonNode value(Sight sight, JsonNode input);
  }

  record Written(JsonNode value) implements Operand {
    @Override
    public JsonNode value(Sight sight, JsonNode input) {
      return value;
    }
  }

  record AtPath(Path path) implements Operand {
    @Override
    public JsonNode value(Sight sight, JsonNode input) {
      return sight.read(path, input);
    }
  }

  @Override
  public boolean holds(Sight sight, JsonNode input) {
    if (operator == Operator.IS_PRESENT) {
      var present = variable.find(input, sight.environment()).isPresent();
      return present == operand.value(sight, input).booleanValue();
    }
    return operator.test(sight.read(variable, input), operand.value(sight, input));
  }

  static ChoiceState.Test read(Fields fields) {
    var variable = fields.path("Variable");
    var used = fields.names().filter(Operator.names()::contains).toList();
    Operator.names().forEach(fields::ignore);
    if (used.isEmpty()) {
      fields.exactlyOneOf(Operator.names().toArray(String[]::new));
    } else {
      fields.atMostOneOf(used.toArray(String[]::new));
    }
    var operand = used.stream().findFirst().flatMap(name -> readOperand(fields, name));
    if (variable.isEmpty() || operand.isEmpty()) {
      return (sight, input) -> false;
    }
    return new Comparison(variable.get(), Operator.named(used.getFirst()), operand.get());
  }

  private static Optional<Operand> readOperand(Fields fields, String name) {
    if (Operator.isPathForm(name)) {
      return fields.path(name).map(AtPath::new);
    }
    return Operator.named(name).readLiteral(fields, name).map(Written::new);
  }
}
