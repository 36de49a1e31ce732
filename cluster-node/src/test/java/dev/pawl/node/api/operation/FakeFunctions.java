package dev.pawl.node.api.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.node.function.FunctionSpec;
import dev.pawl.node.function.InvocationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Functions that answer their own input, or fail when it says so. */
final class FakeFunctions implements FunctionDoor {

  final List<FunctionSpec> invoked = new ArrayList<>();
  final List<String> contexts = new ArrayList<>();
  final List<String> forgotten = new ArrayList<>();

  @Override
  public CompletionStage<InvocationResult> invoke(
      FunctionSpec spec, String requestId, byte[] payload, Optional<String> clientContext) {
    invoked.add(spec);
    clientContext.ifPresent(contexts::add);
    var failed = new String(payload, UTF_8).contains("fail");
    return CompletableFuture.completedStage(
        new InvocationResult(
            200, payload, failed ? "Unhandled" : null, spec.version(), "START\nEND\n"));
  }

  @Override
  public void forget(String functionArn) {
    forgotten.add(functionArn);
  }
}
