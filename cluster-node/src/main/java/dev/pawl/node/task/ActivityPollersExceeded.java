package dev.pawl.node.task;

/**
 * More workers poll one activity than {@code pawl.tasks.pollers-max}: {@code
 * ActivityWorkerLimitExceeded}.
 */
public final class ActivityPollersExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ActivityPollersExceeded(String activityArn, int max) {
    super(
        "Expected at most %d workers to poll %s.".formatted(max, activityArn), null, false, false);
  }
}
