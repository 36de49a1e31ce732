package dev.pawl.node.task;

/**
 * The tasks of one activity as they come to one worker, never more than it has allowed.
 *
 * <p>A task that comes is not the worker's yet: only {@link #delivered} makes it so, and one that
 * nobody says this of is offered again after {@code pawl.execution.take-confirmation-max}, unless
 * it is {@link #returned} before.
 */
public interface TaskStream {

  /** The worker's side. Called from one thread at a time, which it must not hold up. */
  interface Worker {
    void take(ActivityTask task);

    /** There are too many workers; nothing comes after this. */
    void refuse(ActivityPollersExceeded refusal);
  }

  /** So many tasks more may come. */
  void allow(int tasks);

  /** The worker has got the task. */
  void delivered(ActivityTask task);

  /** The worker will not get the task: it is offered to others. */
  void returned(ActivityTask task);

  /** No more tasks. Those on their way are offered to others. */
  void end();
}
