package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Shows a state machine as it was created or last updated. */
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
    var machine = machines.get(Arns.checkedStateMachine(call.input().text("stateMachineArn")));
    var answer = Members.object();
    answer.put("stateMachineArn", machine.stateMachineArn());
    answer.put("name", machine.name());
    answer.put("status", machine.status());
    answer.put("roleArn", machine.roleArn());
    answer.put("type", machine.type());
    Members.time(answer, "creationDate", machine.creationDate());
    Members.text(answer, "revisionId", machine.revisionId());
    StateMachineMembers.configurations(
        answer,
        machine.loggingConfiguration(),
        machine.tracingConfiguration(),
        machine.encryptionConfiguration());
    if (!call.input().findText("includedData").orElse("ALL_DATA").equals("METADATA_ONLY")) {
      StateMachineMembers.definition(
          answer, machines.definition(machine.definitionHash()), machine.type());
    }
    return Reply.of(answer);
  }
}
