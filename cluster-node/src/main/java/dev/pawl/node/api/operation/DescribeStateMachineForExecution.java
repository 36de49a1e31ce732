package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Event;
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
 * Shows the state machine that an execution runs: the definition and role it started with, whatever
 * became of them.
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
    var started = executions.started(execution.executionArn());
    var answer = Members.object();
    answer.put("stateMachineArn", started.stateMachineArn());
    answer.put("name", Arns.stateMachineName(execution.executionArn()));
    answer.put("roleArn", started.roleArn());
    revision(answer, execution, started);
    if (ExecutionData.of(call.input()).included()) {
      StateMachineMembers.definition(
          answer, machines.definition(started.definitionHash()), "STANDARD");
    }
    return Reply.of(answer);
  }

  private void revision(
      ObjectNode answer, ExecutionSummary execution, Event.ExecutionStarted started) {
    var revision = started.revision();
    Members.text(answer, "revisionId", revision.revisionId());
    var versionArn = revision.versionArn();
    var version =
        versionArn == null ? Optional.<StateMachineVersion>empty() : find(Arns.machine(versionArn));
    var machine =
        machines.catalog().find(started.stateMachineArn()).filter(m -> isPinned(m, started));
    if (machine.isPresent()) {
      revision(answer, machine.get());
    } else if (version.isPresent()) {
      revision(answer, version.get());
    } else {
      // Differs from AWS: of a revision that is gone we know the definition and the role, but not
      // when it was made.
      Members.time(answer, "updateDate", execution.startDate());
      StateMachineMembers.configurations(answer, null, null, null);
    }
  }

  private Optional<StateMachineVersion> find(Arns.MachineArn version) {
    return machines.versions().find(version.machine(), version.version());
  }

  /** Whether the machine is still what the execution started with. */
  private static boolean isPinned(StateMachineEntry machine, Event.ExecutionStarted started) {
    return Objects.equals(machine.revisionId(), started.revision().revisionId())
        && machine.definitionHash().equals(started.definitionHash())
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
