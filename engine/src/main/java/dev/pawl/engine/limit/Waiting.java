package dev.pawl.engine.limit;

import org.jspecify.annotations.Nullable;

/**
 * An execution that waits its turn.
 *
 * @param ticket which of its lives waits: how often it had been redriven
 * @param key null if its input has none
 * @param number its place: who came earlier has a smaller one
 */
public record Waiting(String executionArn, int ticket, @Nullable String key, long number) {}
