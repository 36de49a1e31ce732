package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;
import java.util.OptionalInt;

/** Takes the reserved concurrency of a function back. */
final class DeleteFunctionConcurrency implements Operation.Blocking {

  private final LambdaFunctions functions;

  DeleteFunctionConcurrency(LambdaFunctions functions) {
    this.functions = functions;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.DELETE_FUNCTION_CONCURRENCY;
  }

  @Override
  public Reply answer(Call call) {
    FunctionConcurrency.set(functions, call.input(), OptionalInt.empty());
    return Reply.empty();
  }
}
