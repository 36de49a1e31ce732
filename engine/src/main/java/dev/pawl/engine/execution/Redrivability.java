package dev.pawl.engine.execution;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which executions can be redriven: of Standard machines, that failed, were stopped or timed out
 * not too long ago, and whose history has room (API reference, RedriveExecution).
 */
public final class Redrivability {

  /** Developer guide, "Quotas": the redrivable period. */
  public static final Duration PERIOD = Duration.ofDays(14);

  private Redrivability() {}

  /**
   * Why an execution cannot be redriven, in AWS's words; null if it can.
   *
   * @param status as the API names it
   * @param lastEventId how long its history is
   * @param historyEventsMax how long a history may get
   */
  public static @Nullable String reason(
      String status,
      @Nullable Instant stoppedAt,
      long lastEventId,
      int historyEventsMax,
      Instant now) {
    return switch (status) {
      case "FAILED", "ABORTED", "TIMED_OUT" -> {
        if (stoppedAt != null && stoppedAt.plus(PERIOD).isBefore(now)) {
          yield "Execution redrivable period exceeded";
        }
        // API reference: fewer than 24,999 of 25,000 events.
        yield lastEventId >= historyEventsMax - 1 ? "Execution history event limit exceeded" : null;
      }
      default -> "Execution is " + status + " and cannot be redriven";
    };
  }
}
