package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.StatesInput;
import dev.pawl.engine.json.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Arguments, Output and Assign, each evaluated with the variables as they were at state entry. */
record JsonataDataFlow(
    Optional<JsonataField> arguments, Optional<JsonataField> output, Optional<JsonataField> assign)
    implements DataFlow {

  private static final List<String> JSONPATH_FIELDS = List.of("InputPath", "OutputPath");
  private static final List<String> JSONPATH_FIELDS_OF_WORK =
      List.of("Parameters", "ResultSelector", "ResultPath");

  /**
   * Reads the fields that this type of state may have; the others stay unknown to {@code fields}.
   */
  static JsonataDataFlow read(Fields fields) {
    JSONPATH_FIELDS.forEach(fields::notInJsonata);
    var type = fields.stateType();
    var hasWork =
        switch (type) {
          case TASK, PARALLEL, MAP -> true;
          case PASS, WAIT, CHOICE, SUCCEED, FAIL -> false;
        };
    if (hasWork) {
      JSONPATH_FIELDS_OF_WORK.forEach(fields::notInJsonata);
    }
    if (type == StateType.PASS) {
      fields.notInJsonata("Parameters");
      fields.notInJsonata("ResultPath");
    }
    var seen = hasWork ? JsonataField.Sees.RESULT : JsonataField.Sees.INPUT;
    return new JsonataDataFlow(
        hasWork && type != StateType.MAP ? fields.jsonata("Arguments") : Optional.empty(),
        fields.jsonata("Output", seen),
        type == StateType.SUCCEED ? Optional.empty() : fields.assignJsonata(seen));
  }

  @Override
  public Payload effectiveInput(Sight sight) {
    return sight.input();
  }

  @Override
  public Payload arguments(Sight sight) {
    return sight.shown(
        "afterArguments",
        arguments
            .map(field -> Payload.of(field.evaluate(sight, sees(sight, null))))
            .orElse(sight.input()));
  }

  @Override
  public Completion complete(Sight sight, Payload result) {
    return completion(sight, sees(sight, result.node()), result, output, assign);
  }

  @Override
  public Completion passThrough(Sight sight) {
    return completion(sight, sees(sight, null), sight.input(), output, assign);
  }

  /** Output (or what there is without it) and Assign, evaluated with the given {@code $states}. */
  static Completion completion(
      Sight sight,
      StatesInput sees,
      Payload withoutOutput,
      Optional<JsonataField> output,
      Optional<JsonataField> assign) {
    var evaluated =
        output.map(field -> Payload.of(field.evaluate(sight, sees))).orElse(withoutOutput);
    Map<String, JsonNode> assigned =
        assign.map(field -> field.evaluate(sight, sees)).map(DataFlow::variables).orElse(Map.of());
    return new Completion(evaluated, assigned);
  }

  static StatesInput sees(Sight sight, @Nullable JsonNode result) {
    return new StatesInput(sight.input().node(), result, null);
  }
}
