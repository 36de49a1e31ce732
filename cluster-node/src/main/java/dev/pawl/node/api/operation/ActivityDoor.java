package dev.pawl.node.api.operation;

import dev.pawl.node.task.ActivityTask;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The workers' side of activities. */
@FunctionalInterface
public interface ActivityDoor {

  /**
   * Waits for a task.
   *
   * @param gone nobody waits any more when it completes: the poll must end, and must not take a task with it
   * @return the task, or nothing when the time is over
   */
  CompletionStage<Optional<ActivityTask>> poll(
      String activityArn, @Nullable String workerName, Duration wait, CompletionStage<?> gone);
}
