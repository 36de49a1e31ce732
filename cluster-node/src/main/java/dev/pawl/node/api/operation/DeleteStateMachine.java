package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/**
 * Deletes a state machine, its versions and its aliases: at once, or with the end of its last
 * execution. One that is not there counts as deleted.
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
    var given = Arns.unlabelled(call.input().text("stateMachineArn"));
    if (given.qualifier() != null) {
      throw ApiError.validation(
          "Expected the ARN of a state machine without a version or an alias, but found: "
              + given.text());
    }
    var arn = given.machine();
    machines.catalog().delete(arn).join();
    machines.changed(arn);
    return Reply.empty();
  }
}
