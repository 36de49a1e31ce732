package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.concurrent.CompletionStage;

/** A worker is still at its task; its heartbeat clock starts anew. */
final class SendTaskHeartbeat implements Operation.Asking {

  private final ExecutionDoor executions;

  SendTaskHeartbeat(ExecutionDoor executions) {
    this.executions = executions;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.SEND_TASK_HEARTBEAT;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    return executions.taskHeartbeat(call.input().text("taskToken")).thenApply(TaskAnswers::reply);
  }
}
