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

/** Gives a function new code. Invocations under way end with the old one. */
final class UpdateFunctionCode implements Operation.Blocking {

  private final LambdaFunctions functions;
  private final InstantSource clock;

  UpdateFunctionCode(LambdaFunctions functions, InstantSource clock) {
    this.functions = functions;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.UPDATE_FUNCTION_CODE;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var target = functions.named(input);
    if (input.flag("Publish", false) || input.has("PublishTo")) {
      throw LambdaErrors.notOffered("versions of functions (Publish)");
    }
    functions.get(target);
    var code = DeploymentPackage.of(input);
    if (input.flag("DryRun", false)) {
      var current = functions.get(target);
      return Reply.of(LambdaMembers.configuration(entry(current, change(current, input, code))));
    }
    var changed =
        functions.change(
            target,
            input.textOrNull("RevisionId"),
            code.zip(),
            current -> change(current, input, code));
    return Reply.of(LambdaMembers.configuration(changed));
  }

  private LambdaFunctions.Change change(
      FunctionEntry current, Input input, DeploymentPackage code) {
    var before = FunctionConfiguration.parse(current.configuration());
    var architecture =
        input.texts("Architectures").stream().findFirst().orElse(before.architecture());
    var after = before.withCode(LambdaFunctions.newId(), architecture, code.zip().length);
    return new LambdaFunctions.Change(after, code.sha256(), clock.instant());
  }

  private static FunctionEntry entry(FunctionEntry current, LambdaFunctions.Change change) {
    return new FunctionEntry(
        current.functionArn(),
        current.version(),
        current.name(),
        current.revisionId(),
        change.codeSha256(),
        change.lastModified(),
        change.configuration().text());
  }
}
