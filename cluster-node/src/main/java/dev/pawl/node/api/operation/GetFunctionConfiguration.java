package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;

/** Shows the settings of a function. */
final class GetFunctionConfiguration implements Operation.Blocking {

  private final LambdaFunctions functions;

  GetFunctionConfiguration(LambdaFunctions functions) {
    this.functions = functions;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.GET_FUNCTION_CONFIGURATION;
  }

  @Override
  public Reply answer(Call call) {
    return Reply.of(LambdaMembers.configuration(functions.get(functions.qualified(call.input()))));
  }
}
