package dev.pawl.node.task;

import dev.pawl.node.function.InvocationResult;
import java.util.concurrent.CompletionStage;

/** Invokes functions by name, for tasks and for the API alike. */
public interface Functions {

  /**
   * Invokes a function once.
   *
   * @param functionName its name or ARN, with or without a qualifier
   * @return the result, a handler's error included; fails with {@link FunctionNotFound}, or as
   *     {@link dev.pawl.node.function.FunctionPool#invoke} does
   */
  CompletionStage<InvocationResult> invoke(String functionName, String requestId, byte[] payload);

  /** No function of that name. */
  final class FunctionNotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String functionArn;

    public FunctionNotFound(String functionArn) {
      super("Function not found: " + functionArn, null, false, false);
      this.functionArn = functionArn;
    }

    /** The ARN it would have, with the qualifier asked for. */
    public String functionArn() {
      return functionArn;
    }
  }
}
