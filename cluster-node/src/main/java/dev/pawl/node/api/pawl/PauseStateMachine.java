package dev.pawl.node.api.pawl;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.StoredText;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.util.concurrent.CompletionStage;

/** Lets all executions of a state machine stand still; new ones are accepted, and wait. */
final class PauseStateMachine implements Operation.Asking {

  private final MachinePausing machines;

  PauseStateMachine(MachinePausing machines) {
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.PAUSE_STATE_MACHINE;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var input = call.input();
    return machines.pause(input.text("stateMachineArn"), StoredText.orNull(input, "reason"));
  }
}
