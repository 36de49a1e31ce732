package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.Path;
import dev.pawl.engine.expression.PayloadTemplate;
import dev.pawl.engine.expression.ReferencePath;
import dev.pawl.engine.json.Payload;
import java.util.Map;
import java.util.Optional;

/**
 * InputPath, Parameters, ResultSelector, ResultPath, OutputPath, in this order, and Assign.
 *
 * <p>An empty path stands for {@code null} in the definition: it selects nothing. A payload that no
 * field touches is passed on as it is, so that its text survives byte for byte.
 */
record JsonPathDataFlow(
    Optional<Path> inputPath,
    Optional<PayloadTemplate> parameters,
    Optional<PayloadTemplate> resultSelector,
    Optional<ReferencePath> resultPath,
    Optional<Path> outputPath,
    Optional<PayloadTemplate> assign)
    implements DataFlow {

  /**
   * Reads the fields that this type of state may have; the others stay unknown to {@code fields}.
   */
  static JsonPathDataFlow read(Fields fields) {
    var type = fields.stateType();
    fields.notInJsonPath("Output");
    if (type == StateType.TASK || type == StateType.PARALLEL) {
      fields.notInJsonPath("Arguments");
    }
    return new JsonPathDataFlow(
        fields.pathOrNull("InputPath"),
        hasParameters(type) ? fields.template("Parameters") : Optional.empty(),
        hasWork(type) ? fields.template("ResultSelector") : Optional.empty(),
        hasResult(type) ? fields.resultPath("ResultPath") : Optional.of(Fields.ROOT_REFERENCE),
        fields.pathOrNull("OutputPath"),
        type == StateType.SUCCEED ? Optional.empty() : fields.assignTemplate());
  }

  @Override
  public Payload effectiveInput(Sight sight) {
    return sight.shown(
        "afterInputPath",
        inputPath.map(path -> sight.select(path, sight.input())).orElse(EMPTY_OBJECT));
  }

  @Override
  public Payload arguments(Sight sight) {
    var effective = effectiveInput(sight);
    return sight.shown(
        "afterParameters",
        parameters.map(template -> evaluate(template, sight, effective)).orElse(effective));
  }

  @Override
  public Completion complete(Sight sight, Payload result) {
    var assigned = assigned(assign, sight, result);
    var selected = resultSelector.map(template -> evaluate(template, sight, result)).orElse(result);
    sight.shown("afterResultSelector", selected);
    var merged = sight.shown("afterResultPath", merge(resultPath, sight, selected));
    return new Completion(output(sight, merged), assigned);
  }

  @Override
  public Completion passThrough(Sight sight) {
    return passThrough(sight, assign);
  }

  /** As {@link #passThrough(Sight)} with the Assign of a Choice rule instead of the state's. */
  Completion passThrough(Sight sight, Optional<PayloadTemplate> ruleAssign) {
    var effective = effectiveInput(sight);
    return new Completion(output(sight, effective), assigned(ruleAssign, sight, effective));
  }

  /** ResultPath: the result goes into the raw input, whatever InputPath selected. */
  static Payload merge(Optional<ReferencePath> resultPath, Sight sight, Payload result) {
    if (resultPath.isEmpty()) {
      return sight.input();
    }
    var path = resultPath.get();
    return path.isRoot() ? result : Payload.of(path.put(sight.input().node(), result.node()));
  }

  static Map<String, JsonNode> assigned(
      Optional<PayloadTemplate> assign, Sight sight, Payload root) {
    return assign
        .map(template -> template.evaluate(root.node(), sight.environment()))
        .map(DataFlow::variables)
        .orElse(Map.of());
  }

  private Payload output(Sight sight, Payload merged) {
    return outputPath.map(path -> sight.select(path, merged)).orElse(EMPTY_OBJECT);
  }

  private static Payload evaluate(PayloadTemplate template, Sight sight, Payload root) {
    return Payload.of(template.evaluate(root.node(), sight.environment()));
  }

  // A Map reads its Parameters itself: there they are the old name of ItemSelector.
  private static boolean hasParameters(StateType type) {
    return type == StateType.PASS || type == StateType.TASK || type == StateType.PARALLEL;
  }

  private static boolean hasWork(StateType type) {
    return type == StateType.TASK || type == StateType.PARALLEL || type == StateType.MAP;
  }

  private static boolean hasResult(StateType type) {
    return hasWork(type) || type == StateType.PASS;
  }
}
