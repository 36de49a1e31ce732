package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.persistence.catalog.StateMachineVersion;
import dev.pawl.persistence.catalog.VersionCatalog;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

/**
 * Creates a state machine. Asking again with the same text, type and configurations answers the
 * same, and does not change the role; anything else under the same name is refused.
 */
final class CreateStateMachine implements Operation.Blocking {

  private final StateMachines machines;
  private final Arns arns;
  private final DefinitionCheck definitions;
  private final InstantSource clock;

  CreateStateMachine(
      StateMachines machines, Arns arns, DefinitionCheck definitions, InstantSource clock) {
    this.machines = machines;
    this.definitions = definitions;
    this.arns = arns;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.CREATE_STATE_MACHINE;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var publishing = Publishing.wish(input, clock.instant());
    var wanted = entry(input);
    var tags = TagMembers.ofNew(wanted.stateMachineArn(), input);
    var definition = input.text("definition");
    definitions.checked(definition, wanted.type());
    var stored = machines.catalog().create(wanted, definition, tags, publishing).join().entry();
    machines.changed(stored.stateMachineArn());
    if (stored.status().equals(StateMachineEntry.DELETING)) {
      throw StepFunctionsErrors.stateMachineDeleting(stored.stateMachineArn());
    }
    if (!sameRequest(stored, wanted)) {
      throw StepFunctionsErrors.stateMachineAlreadyExists(stored.stateMachineArn());
    }
    var answer = Members.object().put("stateMachineArn", stored.stateMachineArn());
    if (publishing != null) {
      answer.put("stateMachineVersionArn", version(stored, publishing).arn());
    }
    return Reply.of(Members.time(answer, "creationDate", stored.creationDate()));
  }

  /** The version that was published with the machine; one made otherwise is another request. */
  private StateMachineVersion version(StateMachineEntry stored, VersionCatalog.Wish publishing) {
    return machines
        .versions()
        .ofRevision(stored.stateMachineArn(), stored.revisionId())
        .filter(version -> Objects.equals(version.description(), publishing.description()))
        .orElseThrow(() -> StepFunctionsErrors.stateMachineAlreadyExists(stored.stateMachineArn()));
  }

  private StateMachineEntry entry(Input input) {
    var name = Names.checked(input.text("name"));
    var now = clock.instant();
    return new StateMachineEntry(
        arns.stateMachine(name),
        name,
        input.findText("type").orElse("STANDARD"),
        StateMachineEntry.ACTIVE,
        Configurations.role(input.text("roleArn")),
        null,
        StateMachineCatalog.hash(input.text("definition")),
        now,
        now,
        Configurations.logging(input),
        Configurations.tracing(input),
        Configurations.encryption(input),
        UUID.randomUUID().toString());
  }

  /** API reference, CreateStateMachine: which members make two requests the same. */
  private static boolean sameRequest(StateMachineEntry one, StateMachineEntry other) {
    return one.definitionHash().equals(other.definitionHash())
        && one.type().equals(other.type())
        && Configurations.orLoggingOff(one.loggingConfiguration())
            .equals(Configurations.orLoggingOff(other.loggingConfiguration()))
        && Objects.equals(
            Configurations.orTracingOff(one.tracingConfiguration()),
            Configurations.orTracingOff(other.tracingConfiguration()))
        && Configurations.orOwnedKey(one.encryptionConfiguration())
            .equals(Configurations.orOwnedKey(other.encryptionConfiguration()));
  }
}
