package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A definition that was understood: immutable, all its expressions parsed. Spec, "Top-level
 * fields".
 *
 * @param timeoutSeconds limit of the whole execution; empty means none
 * @param queryLanguage what states use that do not say otherwise
 * @param variableReferences for each state that reads variables their names, sorted
 */
public record StateMachine(
    Flow flow,
    OptionalInt timeoutSeconds,
    QueryLanguage queryLanguage,
    Map<String, List<String>> variableReferences) {

  /** Input of an execution that was started without one. */
  public static final Payload DEFAULT_INPUT = Payload.ofStoredText("{}");

  public StateMachine {
    variableReferences = Collections.unmodifiableMap(new LinkedHashMap<>(variableReferences));
  }

  /**
   * Understands a definition that {@link Validator} has accepted for its machine type.
   *
   * @throws InvalidDefinitionException when it has errors; the exception tells all of them
   */
  public static StateMachine parse(String definition) throws InvalidDefinitionException {
    return parse(definition, MachineType.STANDARD);
  }

  /**
   * What the children of a distributed Map run: its processor. They see no variable of the machine
   * outside.
   *
   * @throws IllegalArgumentException when there is no Map state of this name
   */
  public StateMachine processorOf(String mapState) {
    return new StateMachine(
        map(mapState).processor(), OptionalInt.empty(), queryLanguage, variableReferences);
  }

  /** The Map state of this name, wherever it stands. */
  public MapState map(String name) {
    return find(flow, name)
        .orElseThrow(() -> new IllegalArgumentException("Expected a Map state '" + name + "'."));
  }

  /** The state of the outermost flow that has a state of this name inside, at any depth. */
  public Optional<String> around(String name) {
    return flow.states().values().stream()
        .filter(state -> inner(state).anyMatch(inside -> stands(inside, name)))
        .map(State::name)
        .findFirst();
  }

  private static boolean stands(Flow flow, String name) {
    return flow.states().containsKey(name)
        || flow.states().values().stream()
            .flatMap(StateMachine::inner)
            .anyMatch(inside -> stands(inside, name));
  }

  private static Optional<MapState> find(Flow flow, String name) {
    if (flow.states().get(name) instanceof MapState map) {
      return Optional.of(map);
    }
    return flow.states().values().stream()
        .flatMap(StateMachine::inner)
        .map(inner -> find(inner, name))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Stream<Flow> inner(State state) {
    return switch (state) {
      case MapState map -> Stream.of(map.processor());
      case ParallelState parallel -> parallel.branches().stream();
      default -> Stream.of();
    };
  }

  /** As {@link #parse(String)}, and refuses what the given type of machine cannot do. */
  public static StateMachine parse(String definition, MachineType type)
      throws InvalidDefinitionException {
    return parse(definition, type, DefinitionReader.DEFINITION_BYTES_MAX);
  }

  /**
   * @param bytesMax how long it may be, in bytes of UTF-8; one that is stored is as long as it is
   */
  public static StateMachine parse(String definition, MachineType type, int bytesMax)
      throws InvalidDefinitionException {
    var read = DefinitionReader.read(definition, type, bytesMax);
    if (read.machine().isEmpty()) {
      throw new InvalidDefinitionException(read.diagnostics());
    }
    return read.machine().get();
  }
}
