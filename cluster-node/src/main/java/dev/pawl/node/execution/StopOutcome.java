package dev.pawl.node.execution;

import java.time.Instant;

/** What became of a stop. */
public sealed interface StopOutcome {

  /** It has ended: now, or before by itself. */
  record Stopped(Instant stopDate) implements StopOutcome {}

  record DoesNotExist() implements StopOutcome {}
}
