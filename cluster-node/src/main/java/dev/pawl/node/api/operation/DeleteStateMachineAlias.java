package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Deletes an alias of a state machine. Recorded: one that is not there counts as deleted. */
final class DeleteStateMachineAlias implements Operation.Blocking {

  private final StateMachines machines;

  DeleteStateMachineAlias(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DELETE_STATE_MACHINE_ALIAS;
  }

  @Override
  public Reply answer(Call call) {
    var arn = Arns.checkedAlias(call.input().text("stateMachineAliasArn"));
    machines.aliases().delete(arn.machine(), String.valueOf(arn.qualifier())).join();
    machines.changed(arn.machine());
    return Reply.empty();
  }
}
