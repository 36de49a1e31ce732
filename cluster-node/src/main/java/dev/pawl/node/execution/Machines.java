package dev.pawl.node.execution;

import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.PinnedDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * State machines as they are parsed, by the hash of their definition. A definition never changes
 * under its hash, so what has been parsed once stays right; the cache is emptied when it holds more
 * than {@link #MACHINES_MAX}.
 */
public final class Machines {
  private static final int MACHINES_MAX = 10_000;

  private final Map<String, StateMachine> parsed = new ConcurrentHashMap<>();
  private final Function<String, String> definitions;
  private final Executor blocking;

  /**
   * @param definitions reads the text of a definition; blocks; throws if there is none
   * @param blocking where that may block
   */
  public Machines(Function<String, String> definitions, Executor blocking) {
    this.definitions = definitions;
    this.blocking = blocking;
  }

  Optional<StateMachine> cached(String definitionHash) {
    return Optional.ofNullable(parsed.get(definitionHash));
  }

  /**
   * The machine that an execution runs.
   *
   * @param definitionHash as its start event names it: see {@link PinnedDefinition}
   */
  public CompletionStage<StateMachine> load(String definitionHash) {
    var cached = parsed.get(definitionHash);
    return cached != null
        ? CompletableFuture.completedFuture(cached)
        : CompletableFuture.supplyAsync(() -> parse(definitionHash), blocking);
  }

  private StateMachine parse(String definitionHash) {
    if (parsed.size() > MACHINES_MAX) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(definitionHash, this::read);
  }

  private StateMachine read(String definitionHash) {
    var pinned = PinnedDefinition.parse(definitionHash);
    try {
      var machine =
          StateMachine.parse(
              definitions.apply(pinned.hash()), MachineType.STANDARD, Integer.MAX_VALUE);
      return pinned.mapState() == null ? machine : machine.processorOf(pinned.mapState());
    } catch (dev.pawl.engine.asl.InvalidDefinitionException e) {
      throw new AssertionError("Expected a stored definition to be valid: " + definitionHash, e);
    }
  }
}
