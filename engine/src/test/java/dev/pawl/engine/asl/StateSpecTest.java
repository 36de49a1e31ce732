package dev.pawl.engine.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.expression.Environment;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What each state means, case by case: {@code spec/*-state.yaml}.
 *
 * <p>A case has a {@code state}, its {@code input}, maybe {@code context}, {@code variables}, the
 * {@code result} of its work or an {@code errorOutput} to catch. All other members are expectations
 * about what the state answers.
 */
class StateSpecTest {

  private static final Instant ENTERED_AT = Instant.parse("2024-01-01T00:00:00Z");
  private static final String NAME = "S";

  @TestFactory
  Stream<DynamicTest> inputAndOutput() {
    return casesOf("data-flow.yaml");
  }

  @TestFactory
  Stream<DynamicTest> passState() {
    return casesOf("pass-state.yaml");
  }

  @TestFactory
  Stream<DynamicTest> taskState() {
    return casesOf("task-state.yaml");
  }

  @TestFactory
  Stream<DynamicTest> choiceState() {
    return casesOf("choice-state.yaml");
  }

  @TestFactory
  Stream<DynamicTest> waitState() {
    return casesOf("wait-state.yaml");
  }

  @TestFactory
  Stream<DynamicTest> succeedAndFailState() {
    return casesOf("succeed-fail-state.yaml");
  }

  @TestFactory
  Stream<DynamicTest> parallelState() {
    return casesOf("parallel-state.yaml");
  }

  @TestFactory
  Stream<DynamicTest> mapState() {
    return casesOf("map-state.yaml");
  }

  private static Stream<DynamicTest> casesOf(String file) {
    return SpecCases.of(file).stream()
        .map(spec -> DynamicTest.dynamicTest(spec.required("case").textValue(), () -> check(spec)));
  }

  private static void check(ObjectNode spec) throws InvalidDefinitionException {
    var state = machine(spec).flow().state(NAME);
    var answers = JsonNodeFactory.instance.objectNode();
    try {
      ask(state, spec, sight(spec), answers);
    } catch (StatesError error) {
      answers.put("error", error.error()).put("cause", error.causeText());
      if (error.location() != null) {
        answers.put("location", error.location());
      }
    }
    var expected = spec.deepCopy();
    expected.remove(
        java.util.List.of(
            "case", "state", "input", "context", "variables", "result", "errorOutput", "machine"));
    expected
        .properties()
        .forEach(member ->
            assertEquals(
                Json.write(member.getValue()),
                Json.write(
                    answers.path(member.getKey()).isMissingNode()
                        ? NullNode.getInstance()
                        : answers.get(member.getKey())),
                () -> member.getKey() + " of " + answers));
    if (answers.has("error")) {
      assertNotNull(expected.get("error"), answers::toString);
    }
  }

  private static void ask(State state, ObjectNode spec, Sight sight, ObjectNode answers) {
    if (spec.has("errorOutput")) {
      var catcher = ((Recoverable) state).catchers().getFirst();
      tell(catcher.complete(sight, Payload.of(spec.get("errorOutput"))), answers);
      return;
    }
    switch (state) {
      case PassState pass -> tell(pass.complete(sight), answers);
      case SucceedState succeed -> tell(succeed.complete(sight), answers);
      case FailState fail -> tell(fail.failure(sight), answers);
      case WaitState wait -> {
        answers.put("until", wait.until(sight, ENTERED_AT).toString());
        tell(wait.complete(sight), answers);
      }
      case ChoiceState choice -> {
        var chosen = choice.choose(sight);
        answers.put("next", chosen.next());
        tell(chosen.completion(), answers);
      }
      case TaskState task -> {
        answers.set("arguments", task.arguments(sight).node());
        task.timeoutSeconds(sight).ifPresent(seconds -> answers.put("timeout", seconds));
        task.heartbeatSeconds(sight).ifPresent(seconds -> answers.put("heartbeat", seconds));
        task.credentialsRoleArn(sight).ifPresent(role -> answers.put("role", role));
        result(spec).ifPresent(result -> tell(task.complete(sight, result), answers));
      }
      case ParallelState parallel -> {
        answers.set("branchInput", parallel.branchInput(sight).node());
        result(spec).ifPresent(result -> tell(parallel.complete(sight, result), answers));
      }
      case MapState map -> askMap(map, spec, sight, answers);
    }
  }

  private static void askMap(MapState map, ObjectNode spec, Sight sight, ObjectNode answers) {
    answers.put("maxConcurrency", map.maxConcurrency(sight));
    var tolerance = map.tolerance(sight);
    answers.put("toleratesOneOfTen", !tolerance.isExceededBy(1, 10));
    if (spec.has("result")) {
      tell(map.complete(sight, result(spec).orElseThrow()), answers);
      return;
    }
    var items = map.items(sight);
    var inputs = answers.putArray("itemInputs");
    for (var i = 0; i < map.itemCount(items); i++) {
      var item = map.item(items, i);
      inputs.add(map.itemInput(inIteration(sight, item), item).node());
    }
  }

  private static Sight inIteration(Sight sight, MapItem item) {
    var context = (ObjectNode) sight.environment().context().deepCopy();
    var held = context.putObject("Map").putObject("Item");
    held.put("Index", item.index());
    held.set("Value", item.value());
    if (item.key() != null) {
      held.put("Key", item.key());
    }
    var environment = sight.environment();
    return new Sight(
        sight.input(), new Environment(context, environment.variables(), environment.chance()));
  }

  private static java.util.Optional<Payload> result(ObjectNode spec) {
    return java.util.Optional.ofNullable(spec.get("result")).map(Payload::of);
  }

  private static void tell(Completion completion, ObjectNode answers) {
    answers.set("output", completion.output().node());
    var assigned = JsonNodeFactory.instance.objectNode();
    assigned.setAll(completion.assigned());
    answers.set("assigned", assigned);
  }

  private static void tell(Failure failure, ObjectNode answers) {
    answers.putObject("failure").put("error", failure.error()).put("cause", failure.cause());
  }

  private static Sight sight(ObjectNode spec) {
    var variables = new LinkedHashMap<String, JsonNode>();
    spec.path("variables")
        .properties()
        .forEach(member -> variables.put(member.getKey(), member.getValue()));
    var context = spec.has("context") ? spec.get("context") : JsonNodeFactory.instance.objectNode();
    return new Sight(
        Payload.of(spec.path("input")),
        new Environment(
            context, Map.copyOf(variables), new Chance(new SplittableRandom(1), ENTERED_AT)));
  }

  /** The state alone in a machine, with a state to go to for each name that it mentions. */
  private static StateMachine machine(ObjectNode spec) throws InvalidDefinitionException {
    var machine = JsonNodeFactory.instance.objectNode().put("StartAt", NAME);
    if (spec.has("machine")) {
      machine.setAll((ObjectNode) spec.get("machine"));
    }
    var states = machine.putObject("States");
    var state = (ObjectNode) spec.get("state");
    states.set(NAME, state);
    Stream.of("Next", "Default").forEach(name -> addTarget(states, state.path(name)));
    Stream.of("Choices", "Catch")
        .flatMap(name -> state.path(name).valueStream())
        .forEach(rule -> addTarget(states, rule.path("Next")));
    return StateMachine.parse(Json.write(machine));
  }

  private static void addTarget(ObjectNode states, JsonNode name) {
    if (name.isTextual()) {
      states.putObject(name.textValue()).put("Type", "Succeed");
    }
  }
}
