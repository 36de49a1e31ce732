package dev.pawl.engine.execution;

import java.time.Instant;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The time, the chance and the knowledge of the world that a decision is made with. They arrive as
 * values: the engine owns no clock and no randomness.
 *
 * @param activityExists whether the activity of this ARN exists
 */
public record Moment(Instant at, RandomGenerator random, Predicate<String> activityExists) {}
