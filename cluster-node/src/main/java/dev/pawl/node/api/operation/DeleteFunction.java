package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.FunctionEntry;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;

/** Deletes a function. Invocations under way end first. */
final class DeleteFunction implements Operation.Blocking {

  private final LambdaFunctions functions;

  DeleteFunction(LambdaFunctions functions) {
    this.functions = functions;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.DELETE_FUNCTION;
  }

  @Override
  public Reply answer(Call call) {
    var target = functions.qualified(call.input());
    if (FunctionEntry.LATEST.equals(target.qualifier())) {
      throw LambdaErrors.invalidParameter(
          "$LATEST version cannot be deleted without deleting the function.");
    }
    if (target.qualifier() != null || !functions.catalog().delete(target.arn()).join()) {
      throw LambdaErrors.notFound(target.arn());
    }
    functions.running().forget(target.arn());
    return Reply.empty();
  }
}
