package dev.pawl.engine.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in the life of an execution, told by its history.
 *
 * @param run how often the execution had been redriven: a state that was open when it ended, and is
 *     taken up again, has a span in each run
 * @param id the id of the event that began it, 0 for the execution; unique within the run
 * @param parent the id of the span around it
 * @param subject the type of a state; what a task was sent to; empty for an execution
 * @param error why it did not end well; null if it did
 */
public record Span(
    Kind kind,
    String name,
    int run,
    long id,
    long parent,
    Instant from,
    Instant to,
    String subject,
    @Nullable String error,
    @Nullable String cause) {

  /** What it is the time of. */
  public enum Kind {
    EXECUTION,
    STATE,
    /** One attempt. */
    TASK
  }
}
