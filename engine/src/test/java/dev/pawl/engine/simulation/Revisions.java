package dev.pawl.engine.simulation;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Execution;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The state machines that executions run: what each began with, and what they may go over to. */
final class Revisions {
  private final Map<String, StateMachine> machines = new LinkedHashMap<>();
  private final Map<String, StateMachine> definitions = new LinkedHashMap<>();

  void give(String arn, StateMachine machine) {
    machines.put(arn, machine);
  }

  /** The machine that an execution runs. */
  StateMachine machine(String arn, Execution execution) {
    var origin = execution.origin();
    return origin == null
        ? Objects.requireNonNull(machines.get(arn))
        : machine(arn, origin.definitionHash());
  }

  /** The machine of that revision; the first one of the execution has no name of its own. */
  StateMachine machine(String arn, String definitionHash) {
    return Objects.requireNonNull(definitions.getOrDefault(definitionHash, machines.get(arn)));
  }

  /** Another one, that executions may go over to. */
  void define(String definitionHash, StateMachine machine) {
    definitions.put(definitionHash, machine);
  }

  Optional<StateMachine> definition(String definitionHash) {
    return Optional.ofNullable(definitions.get(definitionHash));
  }
}
