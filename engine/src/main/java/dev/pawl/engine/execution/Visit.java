package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
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
    Phase phase) {

  Visit in(Phase newPhase) {
    return new Visit(
        state, type, enteredId, enteredPreviousId, enteredAt, input, retries, retryCount, newPhase);
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
        newPhase);
  }

  /** The retriers of another definition. */
  Visit withRetries(PMap<Integer, Integer> used) {
    return new Visit(
        state, type, enteredId, enteredPreviousId, enteredAt, input, used, retryCount, phase);
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
        newPhase);
  }
}
