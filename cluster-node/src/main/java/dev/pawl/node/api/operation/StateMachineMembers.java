package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.pawl.engine.asl.StateMachine;
import org.jspecify.annotations.Nullable;

/** What both operations that describe a state machine show of it. */
final class StateMachineMembers {

  private StateMachineMembers() {}

  static void configurations(
      ObjectNode answer,
      @Nullable String logging,
      @Nullable String tracing,
      @Nullable String encryption) {
    answer.putRawValue("loggingConfiguration", new RawValue(Configurations.orLoggingOff(logging)));
    answer.putRawValue("tracingConfiguration", new RawValue(Configurations.orTracingOff(tracing)));
    answer.putRawValue(
        "encryptionConfiguration", new RawValue(Configurations.orOwnedKey(encryption)));
  }

  /** API reference, DescribeStateMachine: what METADATA_ONLY shows of a definition. */
  static void noDefinition(ObjectNode answer) {
    answer.put("definition", "{}");
  }

  /**
   * The definition, and which states read which variables; a machine without variables has no such
   * member.
   */
  static void definition(ObjectNode answer, String definition, String type) {
    answer.put("definition", definition);
    StateMachine machine = DefinitionCheck.STORED.checked(definition, type);
    if (!machine.variableReferences().isEmpty()) {
      var references = answer.putObject("variableReferences");
      machine
          .variableReferences()
          .forEach((state, names) -> names.forEach(references.withArray(state)::add));
    }
  }
}
