package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.task.ActivityTask;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A worker asks for a task of its activity, and waits for one for a minute. No thread waits with
 * it.
 */
final class GetActivityTask implements Operation.Asking {

  private final Activities activities;
  private final ActivityDoor tasks;
  private final Duration wait;

  GetActivityTask(Activities activities, ActivityDoor tasks, Duration wait) {
    this.activities = activities;
    this.tasks = tasks;
    this.wait = wait;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.GET_ACTIVITY_TASK;
  }

  @Override
  public boolean isPrompt() {
    return false;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var arn = Arns.checkedActivity(call.input().text("activityArn"));
    var worker = call.input().textOrNull("workerName");
    return activities
        .pollable(arn)
        .thenCompose(activity -> poll(arn, worker, call))
        .thenApply(GetActivityTask::reply);
  }

  /** Ends with its client; what it finds then is nothing. */
  private CompletionStage<Optional<ActivityTask>> poll(
      String arn, @Nullable String worker, Call call) {
    var poll = tasks.poll(arn, worker, wait);
    call.gone().thenRun(() -> poll.cancel(false));
    return poll.handle((task, failure) ->
            poll.isCancelled()
                ? CompletableFuture.completedStage(Optional.<ActivityTask>empty())
                : poll)
        .thenCompose(found -> found);
  }

  private static Reply reply(Optional<ActivityTask> found) {
    return found
        .map(task ->
            Reply.of(
                Members.object()
                    .put("taskToken", task.taskToken())
                    .put("input", task.input().text())))
        .orElseGet(Reply::empty);
  }
}
