package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.function.FunctionConfiguration;
import dev.pawl.persistence.catalog.FunctionEntry;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;
import java.util.Base64;
import java.util.HexFormat;

/** Shows a function, where its code can be fetched, and its reserved concurrency. */
final class GetFunction implements Operation.Blocking {

  private final LambdaFunctions functions;

  GetFunction(LambdaFunctions functions) {
    this.functions = functions;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.GET_FUNCTION;
  }

  @Override
  public Reply answer(Call call) {
    var entry = functions.get(functions.qualified(call.input()));
    var answer = Members.object();
    answer.set("Configuration", LambdaMembers.configuration(entry));
    answer
        .putObject("Code")
        .put("RepositoryType", "S3")
        .put("Location", call.endpoint() + path(entry));
    FunctionConfiguration.parse(entry.configuration())
        .reservedConcurrency()
        .ifPresent(n -> answer.putObject("Concurrency").put("ReservedConcurrentExecutions", n));
    return Reply.of(answer);
  }

  private static String path(FunctionEntry entry) {
    var sha256 = HexFormat.of().formatHex(Base64.getDecoder().decode(entry.codeSha256()));
    return "/_pawl/code/" + entry.name() + "/" + sha256;
  }
}
