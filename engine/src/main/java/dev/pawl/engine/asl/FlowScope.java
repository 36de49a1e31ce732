package dev.pawl.engine.asl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known, while it is read, about one {@code States} map: transitions, ends, variables. */
final class FlowScope {

  /** How deep Parallel and Map states may be nested. AWS has such a limit and does not tell it. */
  static final int NESTING_MAX = 50;

  private record Transition(String to, String location) {}

  private record Assignment(String state, String location) {}

  /** The scope around this one, and the state of it that this one is inside. */
  private record Outer(FlowScope scope, String state) {}

  private final @Nullable Outer outer;
  private final MachineType machineType;
  private final int depth;
  private final List<Transition> transitions = new ArrayList<>();
  private final Ways ways = new Ways();
  private final Map<String, List<Assignment>> assigned = new LinkedHashMap<>();
  private final Map<String, Ways.Reached> afterAssignment = new HashMap<>();
  private boolean ends;
  private boolean incomplete;

  private FlowScope(@Nullable Outer outer, MachineType machineType, int depth) {
    this.outer = outer;
    this.machineType = machineType;
    this.depth = depth;
  }

  static FlowScope ofMachine(MachineType type) {
    return new FlowScope(null, type, 1);
  }

  /** The scope of a branch or of a processor; a distributed one is a machine of its own type. */
  FlowScope inside(String state, MachineType type) {
    return new FlowScope(new Outer(this, state), type, depth + 1);
  }

  MachineType machineType() {
    return machineType;
  }

  boolean isTooDeep() {
    return depth > NESTING_MAX;
  }

  void starts(String to, String location) {
    transitions.add(new Transition(to, location));
    ways.start(to);
  }

  void leads(String from, String to, String location) {
    transitions.add(new Transition(to, location));
    ways.lead(from, to);
  }

  /** Some state ends the flow. */
  void ends() {
    ends = true;
  }

  /** Some state could not be read, so that nothing can be said about where it leads. */
  void incomplete() {
    incomplete = true;
  }

  void assigns(String variable, String state, String location) {
    assigned
        .computeIfAbsent(variable, name -> new ArrayList<>())
        .add(new Assignment(state, location));
  }

  void checkTransitions(Reading reading, Map<String, String> locationsOfStates) {
    var complete = !incomplete;
    for (var transition : transitions) {
      if (!locationsOfStates.containsKey(transition.to)) {
        complete = false;
        reading.add(
            Diagnostic.error(
                Diagnostic.MISSING_TRANSITION_TARGET,
                "Missing 'Next' target: " + transition.to,
                transition.location));
      }
    }
    if (ends || outer != null) {
      if (!incomplete) {
        checkReachability(reading, locationsOfStates);
      }
    } else if (complete) {
      reading.add(
          Diagnostic.error(Diagnostic.MISSING_END_STATE, "Workflow has no terminal state", null));
    }
  }

  /** Spec, "Variables": an inner scope may not assign what is assigned outside on the way to it. */
  void checkAssignments(Reading reading) {
    for (var around = outer; around != null; around = around.scope.outer) {
      for (var variable : assigned.entrySet()) {
        if (around.scope.isAssignedBefore(around.state, variable.getKey())) {
          variable.getValue().forEach(assignment -> refuse(reading, variable.getKey(), assignment));
        }
      }
    }
  }

  // What a state itself assigns, or its catchers, comes after the scope inside it is gone.
  private boolean isAssignedBefore(String state, String variable) {
    var assignments = assigned.get(variable);
    return assignments != null
        && afterAssignment
            .computeIfAbsent(
                variable, name -> ways.after(assignments.stream().map(Assignment::state).toList()))
            .contains(state);
  }

  private static void refuse(Reading reading, String variable, Assignment assignment) {
    reading.add(
        Diagnostic.error(
            Diagnostic.SCHEMA_VALIDATION_FAILED,
            "Cannot assign variable '" + variable + "' that an outer scope assigns.",
            assignment.location));
  }

  private void checkReachability(Reading reading, Map<String, String> locationsOfStates) {
    var reached = ways.fromStart();
    locationsOfStates.forEach((state, location) -> {
      if (!reached.contains(state)) {
        reading.add(
            Diagnostic.error(
                Diagnostic.MISSING_TRANSITION_TARGET,
                "State \"" + state + "\" is not reachable.",
                location));
      }
    });
  }
}
