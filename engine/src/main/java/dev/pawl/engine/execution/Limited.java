package dev.pawl.engine.execution;

import org.jspecify.annotations.Nullable;

/**
 * An execution of a state machine with concurrency limits: it waits for a permit before it begins.
 *
 * @param keyPath where in its input the key is by which it shares a limit; null = nowhere
 */
public record Limited(@Nullable String keyPath) {}
