package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;

/** Shows the reserved concurrency of a function; nothing if it has none. */
final class GetFunctionConcurrency implements Operation.Blocking {

  private final LambdaFunctions functions;

  GetFunctionConcurrency(LambdaFunctions functions) {
    this.functions = functions;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.GET_FUNCTION_CONCURRENCY;
  }

  @Override
  public Reply answer(Call call) {
    var entry = functions.get(FunctionConcurrency.target(functions, call.input()));
    var answer = Members.object();
    FunctionConcurrency.of(entry).ifPresent(n -> answer.put("ReservedConcurrentExecutions", n));
    return Reply.of(answer);
  }
}
