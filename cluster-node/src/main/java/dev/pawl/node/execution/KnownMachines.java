package dev.pawl.node.execution;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Execution;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The machine that one execution runs, and those that it is asked to go over to. Not thread-safe.
 */
final class KnownMachines {
  private final Machines machines;
  private final BiConsumer<String, CompletionStage<StateMachine>> coming;
  private String starting = "";
  private @Nullable String running;
  private @Nullable StateMachine machine;
  private @Nullable Map<String, StateMachine> others;
  private int loading;

  /**
   * @param coming told of each that is on its way, which is then to be {@link #loaded}
   */
  KnownMachines(Machines machines, BiConsumer<String, CompletionStage<StateMachine>> coming) {
    this.machines = machines;
    this.coming = coming;
  }

  /** The execution is asked to do that: it will want the machine that it then runs. */
  void expect(Execution execution, Command command) {
    switch (command) {
      case Command.StartExecution start when execution.origin() == null -> begin(start);
      case Command.ForestallExecution it when execution.origin() == null -> begin(it.start());
      case Command.RedriveExecution ignored -> runOwn(execution);
      case Command.RedriveExecutionFrom ignored -> runOwn(execution);
      case Command.MigrateExecution migrate -> need(migrate.to().definitionHash());
      default -> {}
    }
  }

  private void begin(Command.StartExecution start) {
    starting = start.stateMachineArn();
    run(start.definitionHash());
  }

  /** Whose revisions they are; "" if nobody has asked for a start yet. */
  String stateMachineArn(Execution execution) {
    return execution.origin() == null ? starting : execution.origin().stateMachineArn();
  }

  /** The execution runs the one that it has pinned. */
  void runOwn(Execution execution) {
    if (execution.origin() != null) {
      run(execution.origin().definitionHash());
    }
  }

  private void run(String definitionHash) {
    if (!definitionHash.equals(running)) {
      running = definitionHash;
      machine = null;
      need(definitionHash);
    }
  }

  private void need(String definitionHash) {
    if (find(definitionHash).isPresent()) {
      return;
    }
    var cached = machines.cached(definitionHash);
    if (cached.isPresent()) {
      keep(definitionHash, cached.get());
      return;
    }
    loading++;
    coming.accept(definitionHash, machines.load(definitionHash));
  }

  void loaded(String definitionHash, StateMachine found) {
    loading--;
    keep(definitionHash, found);
  }

  private void keep(String definitionHash, StateMachine found) {
    if (definitionHash.equals(running)) {
      machine = found;
    } else {
      if (others == null) {
        others = new HashMap<>();
      }
      others.put(definitionHash, found);
    }
  }

  /** Whether one is on its way. */
  boolean isLoading() {
    return loading > 0;
  }

  /** The one that runs; null = it is not there. */
  @Nullable StateMachine machine() {
    return machine;
  }

  Optional<StateMachine> find(String definitionHash) {
    if (definitionHash.equals(running)) {
      return Optional.ofNullable(machine);
    }
    return others == null ? Optional.empty() : Optional.ofNullable(others.get(definitionHash));
  }

  /** The execution has decided, and runs that one from here on; the others are forgotten. */
  void runs(String definitionHash) {
    if (!definitionHash.equals(running)) {
      machine = find(definitionHash).orElse(null);
      running = definitionHash;
    }
    if (loading == 0) {
      others = null;
    }
  }
}
