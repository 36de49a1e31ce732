package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.function.FunctionConfiguration;
import dev.pawl.persistence.catalog.FunctionEntry;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;
import java.time.InstantSource;

/**
 * Changes the settings that the request names; its environment replaces the one before as a whole.
 */
final class UpdateFunctionConfiguration implements Operation.Blocking {

  private final LambdaFunctions functions;
  private final InstantSource clock;

  UpdateFunctionConfiguration(LambdaFunctions functions, InstantSource clock) {
    this.functions = functions;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.UPDATE_FUNCTION_CONFIGURATION;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var changed =
        functions.change(
            functions.named(input),
            input.textOrNull("RevisionId"),
            null,
            current -> change(current, input));
    return Reply.of(LambdaMembers.configuration(changed));
  }

  private LambdaFunctions.Change change(FunctionEntry current, Input input) {
    var before = FunctionConfiguration.parse(current.configuration());
    return new LambdaFunctions.Change(
        FunctionMembers.applied(input, before), current.codeSha256(), clock.instant());
  }
}
