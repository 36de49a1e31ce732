package dev.pawl.node.api.operation;

import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.StateMachine;

/** The check of a definition that is to be stored. */
final class DefinitionCheck {

  private DefinitionCheck() {}

  /** Understands a definition or refuses it with everything that is wrong. */
  static StateMachine checked(String definition, String type) {
    try {
      return StateMachine.parse(definition, MachineType.valueOf(type));
    } catch (InvalidDefinitionException e) {
      throw StepFunctionsErrors.invalidDefinition(String.valueOf(e.getMessage()));
    }
  }
}
