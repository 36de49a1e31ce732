package dev.pawl.engine.execution;

import java.time.Instant;

/**
 * One event in its place in the history.
 *
 * @param id the API's event id, from 1 upwards without a gap; 0 for an {@link Event.Internal} event
 * @param previousId the API's {@code previousEventId}: the event before it in its own chain
 * @param scope the flow it happened in: 0 is the execution's own, others are branches and
 *     iterations
 */
public record Recorded(long id, long previousId, int scope, Instant at, Event event) {}
