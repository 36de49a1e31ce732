package dev.pawl.engine.trial;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.json.Payload;
import org.jspecify.annotations.Nullable;

/**
 * How a trial ended.
 *
 * @param inspectionData as the API shows it
 */
public record TrialOutcome(
    Status status,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause,
    @Nullable String nextState,
    ObjectNode inspectionData) {

  /** API reference, "TestState". */
  public enum Status {
    SUCCEEDED,
    FAILED,
    /** A retrier would try again. */
    RETRIABLE,
    /** A catcher goes on elsewhere. */
    CAUGHT_ERROR
  }
}
