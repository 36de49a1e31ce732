package dev.pawl.engine.execution;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the pauses of a state machine. The newest pause has the highest generation, and
 * an execution goes on only when it hears that the pause it knows of, or a later one, is over: a
 * node that has heard of no pause yet ends none.
 *
 * @param generation counts the machine's pauses from 1
 * @param paused whether that one lasts
 * @param reason why, if whoever asked for it said so
 */
public record MachinePause(long generation, boolean paused, @Nullable String reason) {}
