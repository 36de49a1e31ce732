package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.FunctionEntry;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;
import java.time.InstantSource;

/** Creates a function. It can be invoked at once. */
final class CreateFunction implements Operation.Blocking {

  /**
   * API reference, CreateFunction: the name alone has 64 characters, whatever form it is given in.
   */
  private static final int NAME_LENGTH_MAX = 64;

  private final LambdaFunctions functions;
  private final InstantSource clock;

  CreateFunction(LambdaFunctions functions, InstantSource clock) {
    this.functions = functions;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.CREATE_FUNCTION;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var target = functions.named(input);
    checkName(target.name());
    refuseNotOffered(input);
    var code = DeploymentPackage.of(code(input));
    var architecture = input.texts("Architectures").stream().findFirst().orElse("x86_64");
    var configuration =
        FunctionMembers.applied(input, FunctionMembers.defaults(architecture, code.zip().length));
    var wanted =
        new FunctionEntry(
            target.arn(),
            FunctionEntry.LATEST,
            target.name(),
            LambdaFunctions.newId(),
            code.sha256(),
            clock.instant(),
            configuration.text());
    var created = functions.catalog().create(wanted, code.zip()).join();
    if (!created.isNew()) {
      throw LambdaErrors.alreadyExists(target.name());
    }
    return Reply.of(LambdaMembers.configuration(created.entry()));
  }

  private static Input code(Input input) {
    var code = input.structureOrNull("Code");
    if (code == null) {
      throw new AssertionError("Expected 'Code' to be a required member.");
    }
    return code;
  }

  private static void checkName(String name) {
    if (name.length() > NAME_LENGTH_MAX) {
      throw LambdaErrors.invalidParameter(
          "1 validation error detected: Value '"
              + name
              + "' at 'functionName' failed to satisfy constraint: Member must have length less than"
              + " or equal to "
              + NAME_LENGTH_MAX);
    }
  }

  private static void refuseNotOffered(Input input) {
    if (input.findText("PackageType").orElse("Zip").equals("Image")) {
      throw LambdaErrors.notOffered("container images (PackageType Image)");
    }
    if (input.flag("Publish", false) || input.has("PublishTo")) {
      throw LambdaErrors.notOffered("versions of functions (Publish)");
    }
    var tags = input.textMapOrNull("Tags");
    if (tags != null && !tags.isEmpty()) {
      throw LambdaErrors.notOffered("tags");
    }
    if (input.has("CodeSigningConfigArn")) {
      throw LambdaErrors.notOffered("code signing");
    }
    if (input.has("TenancyConfig")) {
      throw LambdaErrors.notOffered("tenants (TenancyConfig)");
    }
  }
}
