package dev.pawl.engine.asl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known, while it is read, about one {@code States} map: transitions, ends, variables. */
final class FlowScope {

  /** How deep Parallel and Map states may be nested. AWS has such a limit and does not tell it. */
  static final int NESTING_MAX = 50;

  private record Transition(@Nullable String from, String to, String location) {}

  private record Assignment(String state, String location) {}

  /** The scope around this one, and the state of it that this one is inside. */
  private record Outer(FlowScope scope, String state) {}

  /** Where transitions come from that no state makes. */
  private static final @Nullable String START = null;

  private final @Nullable Outer outer;
  private final MachineType machineType;
  private final int depth;
  private final List<Transition> transitions = new ArrayList<>();
  private final Map<String, List<Assignment>> assigned = new LinkedHashMap<>();
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
    transitions.add(new Transition(null, to, location));
  }

  void leads(String from, String to, String location) {
    transitions.add(new Transition(from, to, location));
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
      var before = new Before(around.scope, around.state);
      assigned.forEach((variable, here) -> before.check(reading, variable, here));
    }
  }

  /** What is assigned on the way to a state of a scope. */
  private static final class Before {

    private final FlowScope scope;
    private final String state;
    private @Nullable Set<String> statesBefore;

    private Before(FlowScope scope, String state) {
      this.scope = scope;
      this.state = state;
    }

    private void check(Reading reading, String variable, List<Assignment> inside) {
      var outside = scope.assigned.getOrDefault(variable, List.of());
      if (outside.stream().anyMatch(assignment -> isBefore(assignment.state))) {
        for (var assignment : inside) {
          reading.add(
              Diagnostic.error(
                  Diagnostic.SCHEMA_VALIDATION_FAILED,
                  "Cannot assign variable '" + variable + "' that an outer scope assigns.",
                  assignment.location));
        }
      }
    }

    // What the state itself assigns, or its catchers, comes after the inner scope is gone.
    private boolean isBefore(String other) {
      if (statesBefore == null) {
        statesBefore = scope.reached(state, true);
      }
      return !other.equals(state) && statesBefore.contains(other);
    }
  }

  private void checkReachability(Reading reading, Map<String, String> locationsOfStates) {
    var reached = reached(START, false);
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

  /** The states on the ways from one, or, backwards, to it; itself included. */
  private Set<String> reached(@Nullable String from, boolean backwards) {
    var next = new HashMap<@Nullable String, List<@Nullable String>>();
    for (var transition : transitions) {
      var source = backwards ? transition.to : transition.from;
      next.computeIfAbsent(source, state -> new ArrayList<>())
          .add(backwards ? transition.from : transition.to);
    }
    var reached = new HashSet<String>();
    var todo = new ArrayList<@Nullable String>();
    todo.add(from);
    while (!todo.isEmpty()) {
      var state = todo.removeLast();
      if (state == null || reached.add(state)) {
        todo.addAll(next.getOrDefault(state, List.of()));
      }
    }
    return reached;
  }
}
