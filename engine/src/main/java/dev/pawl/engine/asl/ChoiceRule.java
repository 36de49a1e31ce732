package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.PayloadTemplate;
import java.util.List;
import java.util.Optional;

/** One rule of a Choice state: a test, and what follows when it holds. Spec, "Choice Rules". */
record ChoiceRule(
    ChoiceState.Test test,
    String next,
    Optional<PayloadTemplate> assignTemplate,
    Optional<JsonataField> output,
    Optional<JsonataField> assignJsonata) {

  private static final List<String> KINDS = List.of("And", "Or", "Not", "Variable", "Condition");

  static ChoiceRule read(Fields fields) {
    fields.required("Next");
    var next = fields.target("Next").orElse("");
    var rule = fields.isJsonata() ? readJsonata(fields, next) : readJsonPath(fields, next);
    fields.text("Comment");
    fields.close();
    return rule;
  }

  private static ChoiceRule readJsonPath(Fields fields, String next) {
    fields.notInJsonPath("Output");
    return new ChoiceRule(
        readTest(fields), next, fields.assignTemplate(), Optional.empty(), Optional.empty());
  }

  private static ChoiceRule readJsonata(Fields fields, String next) {
    for (var field : List.of("Variable", "And", "Or", "Not")) {
      fields.notInJsonata(field);
    }
    Operator.names().forEach(fields::ignore);
    fields.required("Condition");
    var condition = fields.jsonataOr("Condition");
    var test =
        condition.<ChoiceState.Test>map(Condition::new).orElseGet(() -> readConstant(fields));
    var sees = JsonataField.Sees.INPUT;
    return new ChoiceRule(
        test, next, Optional.empty(), fields.jsonata("Output", sees), fields.assignJsonata(sees));
  }

  private static ChoiceState.Test readConstant(Fields fields) {
    var holds = fields.bool("Condition").orElse(false);
    return (sight, input) -> holds;
  }

  /** A JSONPath test: a comparison, or others put together. */
  private static ChoiceState.Test readTest(Fields fields) {
    var kinds = KINDS.stream().filter(fields::has).toList();
    if (kinds.size() != 1) {
      KINDS.forEach(fields::ignore);
      Operator.names().forEach(fields::ignore);
      fields.error(
          Diagnostic.SCHEMA_VALIDATION_FAILED,
          "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]",
          fields.location());
      return (sight, input) -> false;
    }
    return switch (kinds.getFirst()) {
      case "And" -> new And(readNested(fields, "And"));
      case "Or" -> new Or(readNested(fields, "Or"));
      case "Not" -> readNot(fields);
      case "Variable" -> Comparison.read(fields);
      default -> {
        fields.notInJsonPath("Condition");
        yield (sight, input) -> false;
      }
    };
  }

  private static List<ChoiceState.Test> readNested(Fields fields, String name) {
    var nested = fields.objects(name);
    fields.notEmpty(name);
    return nested.stream().map(ChoiceRule::readInner).toList();
  }

  private static ChoiceState.Test readNot(Fields fields) {
    var inner = fields.object("Not").map(ChoiceRule::readInner);
    return new Not(inner.orElse((sight, input) -> false));
  }

  private static ChoiceState.Test readInner(Fields fields) {
    var test = readTest(fields);
    fields.text("Comment");
    fields.close();
    return test;
  }

  record And(List<ChoiceState.Test> tests) implements ChoiceState.Test {
    @Override
    public boolean holds(Sight sight, JsonNode input) {
      return tests.stream().allMatch(test -> test.holds(sight, input));
    }
  }

  record Or(List<ChoiceState.Test> tests) implements ChoiceState.Test {
    @Override
    public boolean holds(Sight sight, JsonNode input) {
      return tests.stream().anyMatch(test -> test.holds(sight, input));
    }
  }

  record Not(ChoiceState.Test test) implements ChoiceState.Test {
    @Override
    public boolean holds(Sight sight, JsonNode input) {
      return !test.holds(sight, input);
    }
  }

  /** A JSONata condition: true or false, nothing that merely looks true. */
  record Condition(JsonataField field) implements ChoiceState.Test {
    @Override
    public boolean holds(Sight sight, JsonNode input) {
      return field.evaluate(sight, JsonataDataFlow.sees(sight, null), "boolean").booleanValue();
    }
  }
}
