package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.PinnedDefinition;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.persistence.catalog.StateMachineVersion;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.Objects;
import java.util.Optional;

/**
 * Shows the state machine that an execution runs: the definition and role it started with, or has
 * migrated to, whatever became of them.
 */
final class DescribeStateMachineForExecution implements Operation.Blocking {

  private final StoredExecutions executions;
  private final StateMachines machines;

  DescribeStateMachineForExecution(StoredExecutions executions, StateMachines machines) {
    this.executions = executions;
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DESCRIBE_STATE_MACHINE_FOR_EXECUTION;
  }

  @Override
  public Reply answer(Call call) {
    var execution = executions.get(Arns.checkedExecution(call.input().text("executionArn")));
    var started = executions.pinned(execution.executionArn());
    var answer = Members.object();
    answer.put("stateMachineArn", started.stateMachineArn());
    answer.put("name", Arns.stateMachineName(execution.executionArn()));
    answer.put("roleArn", started.roleArn());
    var pinned = PinnedDefinition.parse(started.definitionHash());
    if (started.mapRunArn() != null) {
      answer.put("mapRunArn", started.mapRunArn());
      answer.put("label", label(started.stateMachineArn()));
    }
    revision(answer, execution, started, pinned);
    if (ExecutionData.of(call.input()).included()) {
      StateMachineMembers.definition(answer, machines.definition(pinned.hash()), "STANDARD");
    } else {
      StateMachineMembers.noDefinition(answer);
    }
    return Reply.of(answer);
  }

  private void revision(
      ObjectNode answer,
      ExecutionSummary execution,
      Event.ExecutionStarted started,
      PinnedDefinition pinned) {
    var revision = started.revision();
    Members.text(answer, "revisionId", revision.revisionId());
    var versionArn = revision.versionArn();
    var version =
        versionArn == null ? Optional.<StateMachineVersion>empty() : find(Arns.machine(versionArn));
    var found =
        machines
            .catalog()
            .find(Arns.outermost(started.stateMachineArn()))
            .filter(machine -> isPinned(machine, pinned, started));
    if (found.isPresent()) {
      revision(answer, found.get());
    } else if (version.isPresent()) {
      revision(answer, version.get());
    } else {
      // Differs from AWS: of a revision that is gone we know the definition and the role, but not
      // when it was made.
      var since = revision.migratedAt();
      Members.time(answer, "updateDate", since == null ? execution.startDate() : since);
      StateMachineMembers.configurations(answer, null, null, null);
    }
  }

  private Optional<StateMachineVersion> find(Arns.MachineArn version) {
    return machines.versions().find(version.machine(), version.version());
  }

  /** What stands behind the machine's name in the ARN of a Map Run's children. */
  private static String label(String stateMachineArn) {
    return stateMachineArn.substring(stateMachineArn.indexOf('/') + 1);
  }

  /** Whether the machine is still what the execution started with. */
  private static boolean isPinned(
      StateMachineEntry machine, PinnedDefinition pinned, Event.ExecutionStarted started) {
    return Objects.equals(machine.revisionId(), started.revision().revisionId())
        && machine.definitionHash().equals(pinned.hash())
        && machine.roleArn().equals(started.roleArn());
  }

  private static void revision(ObjectNode answer, StateMachineEntry machine) {
    Members.time(answer, "updateDate", machine.updateDate());
    StateMachineMembers.configurations(
        answer,
        machine.loggingConfiguration(),
        machine.tracingConfiguration(),
        machine.encryptionConfiguration());
  }

  private static void revision(ObjectNode answer, StateMachineVersion version) {
    Members.time(answer, "updateDate", version.creationDate());
    StateMachineMembers.configurations(
        answer,
        version.loggingConfiguration(),
        version.tracingConfiguration(),
        version.encryptionConfiguration());
  }
}
