package dev.pawl.node.api.pawl;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.util.concurrent.CompletionStage;

/** Lets the executions of a state machine go on that stand still because of it. */
final class ResumeStateMachine implements Operation.Asking {

  private final MachinePausing machines;

  ResumeStateMachine(MachinePausing machines) {
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.RESUME_STATE_MACHINE;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    return machines.resume(call.input().text("stateMachineArn"));
  }
}
