package dev.pawl.engine.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.Flow;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.ParallelState;
import dev.pawl.engine.asl.State;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state under test.
 *
 * @param inMap whether it is part of a Map's processor
 */
record Subject(State state, boolean inMap) {

  /** What AWS calls a state that stands alone. */
  private static final String ALONE = "StateName";

  static Subject of(String definition, @Nullable String stateName)
      throws InvalidDefinitionException, IllegalTrialException {
    if (stateName == null) {
      return find(StateMachine.parse(machineAround(definition)).flow(), ALONE, false).orElseThrow();
    }
    return find(StateMachine.parse(definition).flow(), stateName, false)
        .orElseThrow(() -> new IllegalTrialException("State not found in definition"));
  }

  private static Optional<Subject> find(Flow flow, String name, boolean inMap) {
    var state = flow.states().get(name);
    if (state != null) {
      return Optional.of(new Subject(state, inMap));
    }
    for (var other : flow.states().values()) {
      var found =
          switch (other) {
            case MapState map -> find(map.processor(), name, true);
            case ParallelState parallel -> findInBranches(parallel, name, inMap);
            default -> Optional.<Subject>empty();
          };
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Subject> findInBranches(
      ParallelState parallel, String name, boolean inMap) {
    return parallel.branches().stream()
        .flatMap(branch -> find(branch, name, inMap).stream())
        .findFirst();
  }

  /** A machine of this one state, with an end wherever it leads. */
  private static String machineAround(String definition) {
    JsonNode state;
    try {
      state = Json.parse(definition);
    } catch (JsonTextException notJson) {
      return definition;
    }
    if (!(state instanceof ObjectNode)) {
      return definition;
    }
    var machine = JsonNodeFactory.instance.objectNode().put("StartAt", ALONE);
    var states = machine.putObject("States");
    addTarget(states, state.path("Next"));
    addTarget(states, state.path("Default"));
    state.path("Choices").forEach(choice -> addTarget(states, choice.path("Next")));
    state.path("Catch").forEach(catcher -> addTarget(states, catcher.path("Next")));
    states.set(ALONE, state);
    return Json.write(machine);
  }

  private static void addTarget(ObjectNode states, JsonNode name) {
    if (name.isTextual()) {
      states.putObject(name.textValue()).put("Type", "Succeed");
    }
  }
}
