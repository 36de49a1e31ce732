package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;

/** Reserves concurrency for a function: it runs so often at once and no more; 0 stops it. */
final class PutFunctionConcurrency implements Operation.Blocking {

  private final LambdaFunctions functions;

  PutFunctionConcurrency(LambdaFunctions functions) {
    this.functions = functions;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.PUT_FUNCTION_CONCURRENCY;
  }

  @Override
  public Reply answer(Call call) {
    var reserved = call.input().findInt("ReservedConcurrentExecutions");
    FunctionConcurrency.set(functions, call.input(), reserved);
    return Reply.of(Members.object().put("ReservedConcurrentExecutions", reserved.orElseThrow()));
  }
}
