package dev.pawl.node.api.operation;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.execution.RedriveOutcome;
import dev.pawl.node.execution.StartOutcome;
import dev.pawl.node.execution.StartRequest;
import dev.pawl.node.execution.StopOutcome;
import dev.pawl.node.execution.SyncOutcome;
import dev.pawl.node.execution.TaskAnswer;
import dev.pawl.node.execution.TaskPort;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What operations ask of living executions. */
public interface ExecutionDoor {

  /** Starts a Standard or an asynchronous Express execution; answers when that is durable. */
  CompletionStage<StartOutcome> start(StartRequest request);

  /** Runs an Express execution to its end. */
  CompletionStage<SyncOutcome> startSync(StartRequest request);

  CompletionStage<StopOutcome> stop(
      String executionArn, @Nullable String error, @Nullable String cause);

  /**
   * @param clientToken the same one twice is answered twice, and done once
   */
  CompletionStage<RedriveOutcome> redrive(String executionArn, @Nullable String clientToken);

  /**
   * @param invocationId the same one twice is accepted twice, and done once
   */
  CompletionStage<TaskAnswer> taskSucceeded(String taskToken, Payload output, String invocationId);

  /**
   * @param invocationId the same one twice is accepted twice, and done once
   */
  CompletionStage<TaskAnswer> taskFailed(
      String taskToken, @Nullable String error, @Nullable String cause, String invocationId);

  CompletionStage<TaskAnswer> taskHeartbeat(String taskToken);

  /** Calls a function or service for no execution: a state is tried alone. */
  CompletionStage<TaskPort.Result> call(Effect.CallTask task);
}
