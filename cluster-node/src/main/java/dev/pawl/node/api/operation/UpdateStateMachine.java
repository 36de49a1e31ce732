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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes a state machine for executions that start from now on. A change makes a new revision; an
 * update that changes nothing leaves everything as it is.
 */
final class UpdateStateMachine implements Operation.Blocking {

  /** Others may change the machine between our reading and our writing it, but not for ever. */
  private static final int ATTEMPTS_MAX = 10;

  private final StateMachines machines;
  private final DefinitionCheck definitions;
  private final InstantSource clock;

  UpdateStateMachine(StateMachines machines, DefinitionCheck definitions, InstantSource clock) {
    this.machines = machines;
    this.definitions = definitions;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.UPDATE_STATE_MACHINE;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var arn = Arns.checkedStateMachine(input.text("stateMachineArn"));
    var publishing = Publishing.wish(input, clock.instant());
    refuseNothing(input);
    var updated = update(arn, input, publishing);
    machines.changed(arn);
    var answer = Members.time(Members.object(), "updateDate", updated.updateDate());
    Members.text(answer, "revisionId", updated.revisionId());
    if (publishing != null) {
      answer.put("stateMachineVersionArn", version(updated, publishing).arn());
    }
    return Reply.of(answer);
  }

  /** Of the revision the update has left behind; it is published if it was not with the update. */
  private StateMachineVersion version(StateMachineEntry updated, VersionCatalog.Wish publishing) {
    var arn = updated.stateMachineArn();
    return machines
        .versions()
        .ofRevision(arn, updated.revisionId())
        .orElseGet(() -> {
          var outcome = machines.versions().publish(arn, publishing).join();
          return Publishing.version(arn, publishing, outcome);
        });
  }

  private static void refuseNothing(Input input) {
    var members =
        Stream.of(
            "definition",
            "roleArn",
            "loggingConfiguration",
            "tracingConfiguration",
            "encryptionConfiguration");
    if (members.noneMatch(input::has)) {
      throw StepFunctionsErrors.missingRequiredParameter(
          "Either the definition, the role ARN, the LoggingConfiguration, or the"
              + " TracingConfiguration must be specified");
    }
  }

  private StateMachineEntry update(
      String arn, Input input, VersionCatalog.@Nullable Wish publishing) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      var current = machines.get(arn);
      if (current.status().equals(StateMachineEntry.DELETING)) {
        throw StepFunctionsErrors.stateMachineDeleting(arn);
      }
      var changed = changed(current, input);
      if (changed == null) {
        return current;
      }
      var definition = input.findText("definition");
      var stored =
          machines
              .catalog()
              .update(
                  changed,
                  definition.orElseGet(() -> machines.definition(current.definitionHash())),
                  current.etag(),
                  publishing)
              .join();
      if (stored.isPresent()) {
        return stored.get();
      }
    }
    throw StepFunctionsErrors.conflict(
        "Others are updating the state machine at the same time: '" + arn + "'");
  }

  /** The machine as the request wants it; null if it is that already. */
  private @Nullable StateMachineEntry changed(StateMachineEntry current, Input input) {
    var definition = input.textOrNull("definition");
    if (definition != null) {
      definitions.checked(definition, current.type());
    }
    var role = input.textOrNull("roleArn");
    var hash = definition == null ? current.definitionHash() : StateMachineCatalog.hash(definition);
    var roleArn = role == null ? current.roleArn() : Configurations.role(role);
    var logging = or(Configurations.logging(input), current.loggingConfiguration());
    var tracing = or(Configurations.tracing(input), current.tracingConfiguration());
    var encryption = or(Configurations.encryption(input), current.encryptionConfiguration());
    if (hash.equals(current.definitionHash())
        && roleArn.equals(current.roleArn())
        && Objects.equals(logging, current.loggingConfiguration())
        && Objects.equals(tracing, current.tracingConfiguration())
        && Objects.equals(encryption, current.encryptionConfiguration())) {
      return null;
    }
    return new StateMachineEntry(
        current.stateMachineArn(),
        current.name(),
        current.type(),
        current.status(),
        roleArn,
        UUID.randomUUID().toString(),
        hash,
        current.creationDate(),
        clock.instant(),
        logging,
        tracing,
        encryption,
        UUID.randomUUID().toString());
  }

  private static @Nullable String or(@Nullable String wanted, @Nullable String current) {
    return wanted == null ? current : wanted;
  }
}
