package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateMachine;
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
   * Why an execution cannot be redriven from a state; null if it can. Differs from AWS, which knows
   * no such redrive: it may have ended well, and long ago.
   *
   * @param machine that it runs
   */
  static @Nullable String reason(
      StateMachine machine, Execution execution, String state, Quotas quotas) {
    if (execution.isRunning()) {
      return "Execution is RUNNING and cannot be redriven";
    }
    var origin = execution.origin();
    if (origin != null && origin.mapRunArn() != null) {
      return "Expected an execution of its own, but it is a child of the Map Run "
          + origin.mapRunArn()
          + ". Redrive the execution that started that.";
    }
    if (!machine.flow().states().containsKey(state)) {
      return machine
          .around(state)
          .map(outer ->
              "Expected a state of the outermost flow, but '%s' is inside of '%s'. Redrive from '%s'."
                  .formatted(state, outer, outer))
          .orElse("Expected a state of the execution's definition, but it has no '" + state + "'.");
    }
    return execution.lastEventId() >= quotas.historyEventsMax() - 1
        ? "Execution history event limit exceeded"
        : null;
  }

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
