package dev.pawl.node.execution;

import java.time.Instant;

/** What became of a start. */
public sealed interface StartOutcome {

  /**
   * It runs: now begun, or begun before by the same request (API reference, StartExecution:
   * idempotency).
   */
  record Started(String executionArn, Instant startDate) implements StartOutcome {}

  /** The name is taken by an execution of other input, or by one that has ended. */
  record AlreadyExists(String executionArn) implements StartOutcome {}
}
