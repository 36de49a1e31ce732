package dev.pawl.node.function;

/** What came of an invocation. */
sealed interface Outcome {
  @SuppressWarnings("ArrayRecordComponent") // A payload is bytes; outcomes are never compared.
  record Succeeded(byte[] payload) implements Outcome {}

  record Failed(FunctionFailure failure) implements Outcome {}

  record TimedOut(FunctionFailure failure) implements Outcome {}

  default InvocationResult result(String version, String logTail) {
    return switch (this) {
      case Succeeded o -> new InvocationResult(200, o.payload(), null, version, logTail);
      case Failed o -> unhandled(o.failure(), version, logTail);
      case TimedOut o -> unhandled(o.failure(), version, logTail);
    };
  }

  default Invocation.End end() {
    return switch (this) {
      case Succeeded ignored -> Invocation.End.SUCCEEDED;
      case Failed ignored -> Invocation.End.FAILED;
      case TimedOut ignored -> Invocation.End.TIMED_OUT;
    };
  }

  private static InvocationResult unhandled(FunctionFailure failure, String version, String tail) {
    return new InvocationResult(200, failure.payload(), InvocationResult.UNHANDLED, version, tail);
  }
}
