package dev.pawl.node.api.operation;

import dev.pawl.engine.execution.TaskToken;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.concurrent.CompletionStage;

/** A worker has done its task. */
final class SendTaskSuccess implements Operation.Asking {

  private final ExecutionDoor executions;

  SendTaskSuccess(ExecutionDoor executions) {
    this.executions = executions;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.SEND_TASK_SUCCESS;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var taskToken = call.input().text("taskToken");
    return executions
        .taskSucceeded(
            taskToken, output(call.input().text("output"), taskToken), call.invocationId())
        .thenApply(TaskAnswers::reply);
  }

  /** As on AWS, a token that is none is told before an output that is none. */
  private static Payload output(String text, String taskToken) {
    try {
      return Payload.parse(text);
    } catch (JsonTextException e) {
      throw TaskToken.parse(taskToken).isEmpty()
          ? StepFunctionsErrors.invalidToken()
          : StepFunctionsErrors.invalidOutput(String.valueOf(e.getMessage()));
    }
  }
}
