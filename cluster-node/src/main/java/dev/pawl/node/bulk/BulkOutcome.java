package dev.pawl.node.bulk;

import org.jspecify.annotations.Nullable;

/**
 * What became of one execution.
 *
 * @param refusal null = it is done
 */
public record BulkOutcome(@Nullable String refusal) {
  static final BulkOutcome DONE = new BulkOutcome(null);

  static BulkOutcome refused(String executionArn, String why) {
    return new BulkOutcome(executionArn + ": " + why);
  }

  static BulkOutcome gone(String executionArn) {
    return refused(executionArn, "Expected the execution to exist, but it is gone by now.");
  }

  boolean isDone() {
    return refusal == null;
  }
}
