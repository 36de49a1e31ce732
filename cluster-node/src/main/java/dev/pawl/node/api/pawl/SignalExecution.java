package dev.pawl.node.api.pawl;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.util.concurrent.CompletionStage;

/**
 * Gives a signal to an execution of a Standard machine; answers when it is durable. A request that
 * a client sends again gives it once, and so do two of the same {@code signalId}.
 */
final class SignalExecution implements Operation.Asking {

  private final SteeringOperations.Door executions;

  SignalExecution(SteeringOperations.Door executions) {
    this.executions = executions;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.SIGNAL_EXECUTION;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var input = call.input();
    var arn = Arns.checkedExecution(input.text("executionArn"));
    var id = input.findText("signalId").orElse(call.invocationId());
    var payload = payload(input.findText("payload").orElse("{}"));
    return executions
        .steer(arn, new Command.SignalExecution(input.text("name"), id, payload))
        .thenApply(outcome -> Steering.done(arn, outcome))
        .thenApply(pause -> Reply.of(Steering.pause(Members.object().put("signalId", id), pause)));
  }

  private static Payload payload(String text) {
    try {
      return Payload.parse(text);
    } catch (JsonTextException e) {
      throw ApiError.validation("Expected 'payload' to be JSON, but: " + e.getMessage());
    }
  }
}
