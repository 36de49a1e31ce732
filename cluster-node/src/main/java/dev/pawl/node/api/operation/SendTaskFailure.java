package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.concurrent.CompletionStage;

/** A worker could not do its task. */
final class SendTaskFailure implements Operation.Asking {

  private final ExecutionDoor executions;

  SendTaskFailure(ExecutionDoor executions) {
    this.executions = executions;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.SEND_TASK_FAILURE;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var input = call.input();
    return executions
        .taskFailed(
            input.text("taskToken"),
            input.textOrNull("error"),
            input.textOrNull("cause"),
            call.invocationId())
        .thenApply(TaskAnswers::reply);
  }
}
