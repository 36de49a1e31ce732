package dev.pawl.node.api.pawl;

import dev.pawl.engine.execution.Command;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.util.concurrent.CompletionStage;

/**
 * Lets an execution of a Standard machine stand still. Asked again it answers since when it does.
 */
final class PauseExecution implements Operation.Asking {

  private final SteeringOperations.Door executions;

  PauseExecution(SteeringOperations.Door executions) {
    this.executions = executions;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.PAUSE_EXECUTION;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var arn = Arns.checkedExecution(call.input().text("executionArn"));
    return executions
        .steer(arn, new Command.PauseExecution(call.input().textOrNull("reason")))
        .thenApply(outcome -> Steering.done(arn, outcome))
        .thenApply(pause -> Reply.of(Steering.pause(Members.object(), pause)));
  }
}
