package dev.pawl.node.task;

import dev.pawl.engine.execution.Effect;
import dev.pawl.node.execution.TaskPort;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Sends each task where it belongs: to a function, a service, or the workers of an activity. */
public final class NodeTasks implements TaskPort {
  private final FunctionTasks functions;
  private final NestedExecutions nested;
  private final SdkStepFunctions stepFunctions;
  private final ActivityTasks activities;
  private final Predicate<String> activityExists;

  public NodeTasks(
      FunctionTasks functions,
      NestedExecutions nested,
      SdkStepFunctions stepFunctions,
      ActivityTasks activities,
      Predicate<String> activityExists) {
    this.functions = functions;
    this.nested = nested;
    this.stepFunctions = stepFunctions;
    this.activities = activities;
    this.activityExists = activityExists;
  }

  @Override
  public CompletionStage<Result> call(String executionArn, Effect.CallTask task) {
    return switch (task.target().kind()) {
      case LAMBDA -> functions.call(task);
      case SERVICE ->
          switch (task.target().resourceType()) {
            case "lambda" -> functions.invoke(task);
            case "states" -> nested.start(task);
            case "aws-sdk:sfn" ->
                task.target().resource().equals("startExecution")
                    ? nested.start(task)
                    : stepFunctions.call(task);
            default -> CompletableFuture.completedFuture(notOffered(task));
          };
      case ACTIVITY ->
          throw new AssertionError("Expected an activity's task to be offered, not called.");
    };
  }

  private static Result notOffered(Effect.CallTask task) {
    return new Result.Failed(
        "States.TaskFailed",
        "Expected a service integration that this version offers, but found '%s:%s'."
            .formatted(task.target().resourceType(), task.target().resource()));
  }

  /** A running invocation goes on to its end, as with AWS; only its answer finds nobody. */
  @Override
  public void cancel(String executionArn, Effect.CancelTask task) {}

  @Override
  public void stopJob(Effect.StopJob job) {
    nested.stop(job);
  }

  @Override
  public void offer(String executionArn, Effect.OfferTask task) {
    activities.offer(executionArn, task);
  }

  @Override
  public void withdraw(String executionArn, Effect.WithdrawTask task) {
    activities.withdraw(executionArn, task);
  }

  @Override
  public boolean activityExists(String activityArn) {
    return activityExists.test(activityArn);
  }
}
