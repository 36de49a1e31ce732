package dev.pawl.node.api.operation;

import dev.pawl.node.task.ActivityTask;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The workers' side of activities. */
@FunctionalInterface
public interface ActivityDoor {

  /**
   * Waits for a task. A poll that is cancelled must end, and must not take a task with it.
   *
   * @return the task, or nothing when the time is over
   */
  CompletableFuture<Optional<ActivityTask>> poll(
      String activityArn, @Nullable String workerName, Duration wait);
}
