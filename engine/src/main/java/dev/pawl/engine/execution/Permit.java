package dev.pawl.engine.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an execution of a state machine with concurrency limits waits for or has.
 *
 * @param ticket which of its lives it is for: how often it had been redriven
 * @param key by which it shares a limit; null = none
 * @param queuedAt since when it has waited
 * @param taken whether it has it; before that nothing of the execution runs
 */
public record Permit(int ticket, @Nullable String key, Instant queuedAt, boolean taken) {

  Permit take() {
    return new Permit(ticket, key, queuedAt, true);
  }
}
