package dev.pawl.node.execution;

import dev.pawl.engine.asl.StateMachine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The machine that one execution runs, and those that it is asked to go over to. Not thread-safe.
 */
final class KnownMachines {
  private final Machines machines;
  private @Nullable String running;
  private @Nullable StateMachine machine;
  private @Nullable Map<String, StateMachine> others;
  private int loading;

  KnownMachines(Machines machines) {
    this.machines = machines;
  }

  /**
   * The execution runs that one.
   *
   * @return what brings it, for {@link #loaded}; empty if it is there or on its way
   */
  Optional<CompletionStage<StateMachine>> run(String definitionHash) {
    if (definitionHash.equals(running)) {
      return Optional.empty();
    }
    running = definitionHash;
    machine = null;
    return need(definitionHash);
  }

  /** The same for one that it is asked to go over to. */
  Optional<CompletionStage<StateMachine>> need(String definitionHash) {
    if (find(definitionHash).isPresent()) {
      return Optional.empty();
    }
    var cached = machines.cached(definitionHash);
    if (cached.isPresent()) {
      keep(definitionHash, cached.get());
      return Optional.empty();
    }
    loading++;
    return Optional.of(machines.load(definitionHash));
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
