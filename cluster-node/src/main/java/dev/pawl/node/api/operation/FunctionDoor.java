package dev.pawl.node.api.operation;

import dev.pawl.node.function.FunctionPool;
import dev.pawl.node.function.FunctionSpec;
import dev.pawl.node.function.InvocationResult;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What operations ask of the functions that run here; {@link FunctionPool} says how it answers. */
public interface FunctionDoor {

  CompletionStage<InvocationResult> invoke(
      FunctionSpec spec, String requestId, byte[] payload, Optional<String> clientContext);

  /** The function was changed or deleted. */
  void forget(String functionArn);

  /** The door to the pool of this node. */
  static FunctionDoor to(FunctionPool pool) {
    return new FunctionDoor() {
      @Override
      public CompletionStage<InvocationResult> invoke(
          FunctionSpec spec, String requestId, byte[] payload, Optional<String> clientContext) {
        return pool.invoke(spec, requestId, payload, clientContext);
      }

      @Override
      public void forget(String functionArn) {
        pool.forget(functionArn);
      }
    };
  }
}
