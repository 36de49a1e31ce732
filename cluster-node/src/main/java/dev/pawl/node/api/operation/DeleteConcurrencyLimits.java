package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.util.concurrent.CompletionStage;

/** Takes the concurrency limits of a state machine away; those who wait may go. */
final class DeleteConcurrencyLimits implements Operation.Asking {

  private final LimitOperations.Parts parts;
  private final OperationRunner runner;

  DeleteConcurrencyLimits(LimitOperations.Parts parts, OperationRunner runner) {
    this.parts = parts;
    this.runner = runner;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.DELETE_CONCURRENCY_LIMITS;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var arn = call.input().text("stateMachineArn");
    return runner
        .blocking(() -> parts.limits().delete(parts.machine(arn).stateMachineArn()))
        .thenCompose(deleted -> deleted)
        .thenApply(had -> Reply.of(Members.object()));
  }
}
