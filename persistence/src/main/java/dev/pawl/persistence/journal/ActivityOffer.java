package dev.pawl.persistence.journal;

import java.time.Instant;

/**
 * A task that waits for a worker of an activity. One row from the decision that schedules it until
 * the one that ends it.
 */
public record ActivityOffer(String activityArn, String executionArn, long taskId, Instant at) {

  boolean isSameTask(ActivityOffer other) {
    return taskId == other.taskId && executionArn.equals(other.executionArn);
  }
}
