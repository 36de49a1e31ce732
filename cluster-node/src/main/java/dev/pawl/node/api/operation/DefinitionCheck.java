package dev.pawl.node.api.operation;

import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.StateMachine;

/**
 * The check of a definition.
 *
 * @param bytesMax how long it may be
 */
record DefinitionCheck(int bytesMax) {

  /** Of what is stored, and was checked then. */
  static final DefinitionCheck STORED = new DefinitionCheck(Integer.MAX_VALUE);

  /** Understands a definition or refuses it with everything that is wrong. */
  StateMachine checked(String definition, String type) {
    try {
      return StateMachine.parse(definition, MachineType.valueOf(type), bytesMax);
    } catch (InvalidDefinitionException e) {
      throw StepFunctionsErrors.invalidDefinition(String.valueOf(e.getMessage()));
    }
  }
}
