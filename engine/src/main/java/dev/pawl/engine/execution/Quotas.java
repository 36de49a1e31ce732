package dev.pawl.engine.execution;

import java.time.Duration;

/**
 * The limits of state machines and executions. The defaults are AWS's (Step Functions developer
 * guide, "Quotas"); a configuration may lift them.
 *
 * @param historyEventsMax events in one history; an execution that would exceed it fails with
 *     {@code States.Runtime}
 * @param payloadBytesMax UTF-8 bytes of any input, output or result
 * @param decisionEventsMax events stored by one decision; a longer run is cut, stored, and
 *     continued
 * @param decisionBytesMax UTF-8 bytes of the payloads stored by one decision, after which it is cut
 * @param inlineConcurrencyMax iterations of an inline Map that run at once when MaxConcurrency is 0
 *     or larger
 * @param executionDurationMax how long a Standard execution may run before it times out
 * @param expressDurationMax how long an Express execution may run
 * @param definitionBytesMax UTF-8 bytes of a definition that is to be stored
 */
public record Quotas(
    int historyEventsMax,
    int payloadBytesMax,
    int decisionEventsMax,
    int decisionBytesMax,
    int inlineConcurrencyMax,
    Duration executionDurationMax,
    Duration expressDurationMax,
    int definitionBytesMax) {

  /** AWS's limits. */
  public static final Quotas STRICT =
      new Quotas(
          25_000,
          262_144,
          1_000,
          1_048_576,
          40,
          Duration.ofDays(365),
          Duration.ofMinutes(5),
          1_048_576);

  /**
   * Error names and causes are cut to these lengths in the history (API reference, HistoryEvent).
   */
  static final int ERROR_CHARS_MAX = 256;

  static final int CAUSE_CHARS_MAX = 32_768;
}
