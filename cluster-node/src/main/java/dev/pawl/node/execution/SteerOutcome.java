package dev.pawl.node.execution;

import dev.pawl.engine.execution.Pause;
import org.jspecify.annotations.Nullable;

/** What became of a request to pause, to resume or to signal an execution. */
public sealed interface SteerOutcome {

  /**
   * Done, and durable.
   *
   * @param pause why the execution stands still now; null = it goes on
   */
  record Done(@Nullable Pause pause) implements SteerOutcome {}

  record DoesNotExist() implements SteerOutcome {}

  /** It has ended; the message says how. */
  record NotRunning(String message) implements SteerOutcome {}

  /** No more signals, or none so large, can wait. */
  record LimitExceeded(String message) implements SteerOutcome {}
}
