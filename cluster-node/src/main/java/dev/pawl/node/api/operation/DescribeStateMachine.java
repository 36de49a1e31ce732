package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Shows a state machine as it was created or last updated, or one of its versions. */
final class DescribeStateMachine implements Operation.Blocking {

  private final StateMachines machines;

  DescribeStateMachine(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DESCRIBE_STATE_MACHINE;
  }

  @Override
  public Reply answer(Call call) {
    var arn = Arns.unlabelled(call.input().text("stateMachineArn"));
    if (arn.isAlias()) {
      throw StepFunctionsErrors.stateMachineDoesNotExist(arn.text());
    }
    var data = ExecutionData.of(call.input());
    return Reply.of(arn.isVersion() ? version(arn, data) : machine(arn.machine(), data));
  }

  private ObjectNode machine(String arn, ExecutionData data) {
    var machine = machines.get(arn);
    var answer = common(machine);
    answer.put("stateMachineArn", machine.stateMachineArn());
    answer.put("roleArn", machine.roleArn());
    Members.time(answer, "creationDate", machine.creationDate());
    Members.text(answer, "revisionId", machine.revisionId());
    StateMachineMembers.configurations(
        answer,
        machine.loggingConfiguration(),
        machine.tracingConfiguration(),
        machine.encryptionConfiguration());
    return definition(answer, machine.definitionHash(), machine.type(), data);
  }

  private ObjectNode version(Arns.MachineArn arn, ExecutionData data) {
    var version = machines.version(arn);
    var machine = machines.get(arn.machine());
    var answer = common(machine);
    answer.put("stateMachineArn", version.arn());
    answer.put("roleArn", version.roleArn());
    Members.time(answer, "creationDate", version.creationDate());
    Members.text(answer, "revisionId", version.revisionId());
    Members.text(answer, "description", version.description());
    StateMachineMembers.configurations(
        answer,
        version.loggingConfiguration(),
        version.tracingConfiguration(),
        version.encryptionConfiguration());
    return definition(answer, version.definitionHash(), machine.type(), data);
  }

  private static ObjectNode common(StateMachineEntry machine) {
    return Members.object()
        .put("name", machine.name())
        .put("status", machine.status())
        .put("type", machine.type());
  }

  private ObjectNode definition(ObjectNode answer, String hash, String type, ExecutionData data) {
    if (data.included()) {
      StateMachineMembers.definition(answer, machines.definition(hash), type);
    } else {
      StateMachineMembers.noDefinition(answer);
    }
    return answer;
  }
}
