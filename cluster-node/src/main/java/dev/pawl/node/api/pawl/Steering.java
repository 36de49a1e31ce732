package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Pause;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.node.execution.SteerOutcome;
import org.jspecify.annotations.Nullable;

/** What the operations of {@link SteeringOperations} say in the same words. */
final class Steering {

  private Steering() {}

  /** Why it stands still after all; null = it goes on. */
  static @Nullable Pause done(String executionArn, SteerOutcome outcome) {
    return switch (outcome) {
      case SteerOutcome.Done done -> done.pause();
      case SteerOutcome.DoesNotExist ignored ->
          throw StepFunctionsErrors.executionDoesNotExist(executionArn);
      case SteerOutcome.NotRunning not ->
          throw new ApiError(400, "ExecutionNotRunning", not.message());
      case SteerOutcome.LimitExceeded limit ->
          throw new ApiError(400, "SignalLimitExceeded", limit.message());
    };
  }

  /** {@code paused}, and if so since when, by whom and why. */
  static ObjectNode pause(ObjectNode answer, @Nullable Pause pause) {
    answer.put("paused", pause != null);
    if (pause == null) {
      return answer;
    }
    Members.time(answer, "pauseDate", pause.since());
    answer.put("pausedBy", pause.own() == null ? "STATE_MACHINE" : "EXECUTION");
    return Members.text(answer, "pauseReason", pause.reason().text());
  }
}
