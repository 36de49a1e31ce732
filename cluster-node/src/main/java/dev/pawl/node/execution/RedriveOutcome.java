package dev.pawl.node.execution;

import java.time.Instant;

/** What became of a wish to redrive an execution. */
public sealed interface RedriveOutcome {

  /** It runs again, since that time. */
  record Redriven(Instant redriveDate) implements RedriveOutcome {}

  record DoesNotExist() implements RedriveOutcome {}

  /**
   * It stays as it is.
   *
   * @param reason in AWS's words
   */
  record NotRedrivable(String reason) implements RedriveOutcome {}
}
