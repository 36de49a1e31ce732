package dev.pawl.node.execution;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.json.Payload;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where an execution's tasks go: functions, services and the workers of activities. */
public interface TaskPort {

  /**
   * Calls a function or service once. The stage never fails: trouble is a {@link Result.Failed}.
   */
  CompletionStage<Result> call(String executionArn, Effect.CallTask task);

  /** Nobody waits for the answer any more. */
  void cancel(String executionArn, Effect.CancelTask task);

  /**
   * The job is no longer waited for. If it still runs it is stopped, as well as that can be done.
   */
  void stopJob(Effect.StopJob job);

  /** Lets a worker have the task; offering it twice is offering it once. */
  void offer(String executionArn, Effect.OfferTask task);

  void withdraw(String executionArn, Effect.WithdrawTask task);

  /** Whether an activity of this ARN exists, as far as this node knows. */
  boolean activityExists(String activityArn);

  /** How a call ended. */
  sealed interface Result {

    /** The result of the task, or of the request that began it. */
    record Succeeded(Payload output) implements Result {}

    record Failed(@Nullable String error, @Nullable String cause) implements Result {}
  }
}
