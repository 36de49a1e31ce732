package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;
import java.util.Optional;

/**
 * Passes its input, or a fixed Result, to its output. Spec, "Pass State".
 *
 * @param next empty when the state ends its flow
 * @param result taken literally: keys that end in ".$" are not evaluated
 */
public record PassState(
    String name,
    QueryLanguage queryLanguage,
    Optional<String> next,
    Optional<Payload> result,
    DataFlow dataFlow)
    implements State {

  static PassState read(Fields fields) {
    fields.notInJsonata("Result");
    var result =
        fields.isJsonata() ? Optional.<Payload>empty() : fields.any("Result").map(Payload::of);
    result.ifPresent(fixed -> Warnings.passResult(fields, fixed.node()));
    return new PassState(
        fields.stateName(), fields.queryLanguage(), fields.next(), result, DataFlow.read(fields));
  }

  @Override
  public StateType type() {
    return StateType.PASS;
  }

  public Completion complete(Sight sight) {
    if (queryLanguage == QueryLanguage.JSONATA) {
      return dataFlow.passThrough(sight);
    }
    var arguments = dataFlow.arguments(sight);
    return dataFlow.complete(sight, result.orElse(arguments));
  }
}
