package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/**
 * Deletes a state machine: at once, or with the end of its last execution. One that is not there
 * counts as deleted.
 */
final class DeleteStateMachine implements Operation.Blocking {

  private final StateMachines machines;

  DeleteStateMachine(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DELETE_STATE_MACHINE;
  }

  @Override
  public Reply answer(Call call) {
    var arn = Arns.checkedStateMachine(call.input().text("stateMachineArn"));
    machines.catalog().delete(arn).join();
    machines.changed(arn);
    return Reply.empty();
  }
}
