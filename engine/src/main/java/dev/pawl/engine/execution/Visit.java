package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * One stay in a state, from its Entered event to its Exited event, through all its retries.
 *
 * @param enteredId the id of its StateEntered event
 * @param enteredPreviousId what that event points back to (an EvaluationFailed points to the same)
 * @param input the raw input
 * @param retries how often each retrier has been used so far, by its index
 * @param retryCount how often the state has been retried in all: {@code State.RetryCount} of the
 *     context object
 * @param lastFailure what went wrong last in it; null = nothing yet
 */
record Visit(
    String state,
    StateType type,
    long enteredId,
    long enteredPreviousId,
    Instant enteredAt,
    Payload input,
    PMap<Integer, Integer> retries,
    int retryCount,
    Phase phase,
    @Nullable Failure lastFailure) {

  /** As much of a cause as is remembered (characters); the history has all of it. */
  private static final int CAUSE_CHARS_MAX = 1_024;

  /** What went wrong, and when. */
  record Failure(@Nullable String error, @Nullable String cause, Instant at) {}

  Visit failed(@Nullable String error, @Nullable String cause, Instant at) {
    return new Visit(
        state,
        type,
        enteredId,
        enteredPreviousId,
        enteredAt,
        input,
        retries,
        retryCount,
        phase,
        new Failure(error, Failing.cut(cause, CAUSE_CHARS_MAX), at));
  }

  Visit in(Phase newPhase) {
    return new Visit(
        state,
        type,
        enteredId,
        enteredPreviousId,
        enteredAt,
        input,
        retries,
        retryCount,
        newPhase,
        lastFailure);
  }

  Visit retriedBy(int retrier, Phase newPhase) {
    return new Visit(
        state,
        type,
        enteredId,
        enteredPreviousId,
        enteredAt,
        input,
        retries.plus(retrier, retries.getOrDefault(retrier, 0) + 1),
        retryCount + 1,
        newPhase,
        lastFailure);
  }

  /** The retriers of another definition. */
  Visit withRetries(PMap<Integer, Integer> used) {
    return new Visit(
        state,
        type,
        enteredId,
        enteredPreviousId,
        enteredAt,
        input,
        used,
        retryCount,
        phase,
        lastFailure);
  }

  /** Taken up again by a redrive, with all its retries. */
  Visit redriven(Phase newPhase) {
    return new Visit(
        state,
        type,
        enteredId,
        enteredPreviousId,
        enteredAt,
        input,
        HashTreePMap.empty(),
        0,
        newPhase,
        lastFailure);
  }
}
