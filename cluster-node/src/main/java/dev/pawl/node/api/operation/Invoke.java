package dev.pawl.node.api.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.Reply;
import dev.pawl.node.function.FunctionConfiguration;
import dev.pawl.node.function.FunctionSpec;
import dev.pawl.node.function.InvocationResult;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Invokes a function and answers with what it returned, or with its error. */
final class Invoke implements Operation.Asking {

  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] NOTHING = {};

  private final LambdaFunctions functions;
  private final OperationRunner runner;

  Invoke(LambdaFunctions functions, OperationRunner runner) {
    this.functions = functions;
    this.runner = runner;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.INVOKE;
  }

  @Override
  public boolean isPrompt() {
    return false;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var input = call.input();
    refuseNotOffered(input);
    var dryRun = input.findText("InvocationType").orElse("").equals("DryRun");
    var tail = input.findText("LogType").orElse("None").equals("Tail");
    var context = input.findText("ClientContext").map(Invoke::decoded);
    return runner
        .blocking(() -> checkedSpec(call))
        .thenCompose(spec ->
            dryRun
                ? CompletableFuture.completedStage(raw(204, Map.of(), NOTHING))
                : invoke(spec, call, context, tail));
  }

  private CompletionStage<Reply> invoke(
      FunctionSpec spec, Call call, Optional<String> context, boolean tail) {
    return functions
        .running()
        .invoke(spec, call.requestId(), call.payload(), context)
        .thenApply(result -> reply(result, tail));
  }

  private FunctionSpec checkedSpec(Call call) {
    checkJson(call.payload());
    var target = functions.qualified(call.input());
    return functions
        .find(target)
        .map(FunctionConfiguration::spec)
        .orElseThrow(() -> LambdaErrors.notFound(target.qualifiedArn()));
  }

  private static void refuseNotOffered(Input input) {
    if (input.findText("InvocationType").orElse("").equals("Event")) {
      throw LambdaErrors.notOffered("asynchronous invocations (InvocationType Event)");
    }
    if (input.has("DurableExecutionName")) {
      throw LambdaErrors.notOffered("durable functions (DurableExecutionName)");
    }
    if (input.has("TenantId")) {
      throw LambdaErrors.notOffered("tenants (TenantId)");
    }
  }

  private static String decoded(String clientContext) {
    try {
      return new String(Base64.getDecoder().decode(clientContext), UTF_8);
    } catch (IllegalArgumentException e) {
      throw LambdaErrors.invalidRequestContent(
          "Client context must be a valid Base64-encoded JSON.");
    }
  }

  /** The function gets the bytes as they came, but they must be JSON. */
  private static void checkJson(byte[] payload) {
    try (var parser = JSON.createParser(payload)) {
      if (parser.nextToken() != null) {
        parser.skipChildren();
        if (parser.nextToken() != null) {
          throw unparsable("Expected one value, but found more.");
        }
      }
    } catch (IOException e) {
      throw unparsable(e.getMessage());
    }
  }

  private static RuntimeException unparsable(@Nullable String reason) {
    return LambdaErrors.invalidRequestContent(
        "Could not parse request body into json: Could not parse payload into json: " + reason);
  }

  private static Reply reply(InvocationResult result, boolean tail) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Amz-Executed-Version", result.executedVersion());
    if (result.functionError() != null) {
      headers.put("X-Amz-Function-Error", result.functionError());
    }
    if (tail && result.logTail() != null) {
      headers.put(
          "X-Amz-Log-Result", Base64.getEncoder().encodeToString(result.logTail().getBytes(UTF_8)));
    }
    return raw(result.statusCode(), headers, result.payload());
  }

  private static Reply raw(int status, Map<String, String> headers, byte[] body) {
    return new Reply.Raw(status, headers, "application/json", body);
  }
}
