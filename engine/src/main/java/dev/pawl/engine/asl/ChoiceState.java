package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.StatesError;
import java.util.List;
import java.util.Optional;

/**
 * Goes on with the first rule that is true, or else with Default. Spec, "Choice State".
 *
 * <p>Assign and Output of the rule take the place of the state's; the state's own are for Default.
 */
public record ChoiceState(
    String name,
    QueryLanguage queryLanguage,
    List<ChoiceRule> choices,
    Optional<String> defaultNext,
    DataFlow dataFlow)
    implements State {

  private static final String NO_MATCH =
      "Failed to transition out of the state. The state does not point to a next state.";

  public ChoiceState {
    choices = List.copyOf(choices);
  }

  static ChoiceState read(Fields fields) {
    fields.required("Choices");
    var rules = fields.objects("Choices");
    fields.notEmpty("Choices");
    return new ChoiceState(
        fields.stateName(),
        fields.queryLanguage(),
        rules.stream().map(ChoiceRule::read).toList(),
        fields.target("Default"),
        DataFlow.read(fields));
  }

  @Override
  public StateType type() {
    return StateType.CHOICE;
  }

  /** States.Runtime when no rule is true and there is no Default. */
  public Choice choose(Sight sight) {
    var input = dataFlow.effectiveInput(sight).node();
    for (var rule : choices) {
      if (rule.test().holds(sight, input)) {
        return new Choice(rule.next(), leave(sight, rule));
      }
    }
    // Differs from the spec, as AWS does: the error is not States.NoChoiceMatched.
    var next = defaultNext.orElseThrow(() -> StatesError.runtime(NO_MATCH));
    return new Choice(next, dataFlow.passThrough(sight));
  }

  private Completion leave(Sight sight, ChoiceRule rule) {
    return switch (dataFlow) {
      case JsonPathDataFlow flow -> flow.passThrough(sight, rule.assignTemplate());
      case JsonataDataFlow ignored ->
          JsonataDataFlow.completion(
              sight,
              JsonataDataFlow.sees(sight, null),
              sight.input(),
              rule.output(),
              rule.assignJsonata());
    };
  }

  /** Something that is true or false of an input. */
  interface Test {
    boolean holds(Sight sight, JsonNode input);
  }
}
