package dev.pawl.node.function;

/** Why a runtime did not come up. */
sealed interface InitFailure {

  /** The runtime said so; it is an answer for the invoker. */
  record Reported(FunctionFailure failure) implements InitFailure {}

  record Exited(int exitValue) implements InitFailure {}

  record TimedOut() implements InitFailure {}

  record NothingToStart(String text) implements InitFailure {}

  /** Not the function's fault. */
  record NotStarted(Throwable cause) implements InitFailure {}
}
