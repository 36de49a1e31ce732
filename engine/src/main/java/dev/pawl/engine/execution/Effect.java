package dev.pawl.engine.execution;

import dev.pawl.engine.json.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Work for the outside world, begun only after the facts that ask for it are stored. Asked for
 * again after a crash.
 */
public sealed interface Effect {

  /** Go on with a run that was cut at its limits. */
  record Continue() implements Effect {}

  /** Call the function or service; the answer comes as a command. */
  record CallTask(
      long taskId,
      TaskTarget target,
      Payload parameters,
      String taskToken,
      @Nullable String credentialsRoleArn)
      implements Effect {}

  /** Let a worker of the activity have the task. */
  record OfferTask(long taskId, String activityArn, Payload input, String taskToken)
      implements Effect {}

  /** The call's answer is no longer waited for. */
  record CancelTask(long taskId, TaskTarget target) implements Effect {}

  /** The task must not be given to a worker any more. */
  record WithdrawTask(long taskId, String activityArn) implements Effect {}
}
