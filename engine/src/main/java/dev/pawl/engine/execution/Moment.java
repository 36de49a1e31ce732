package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateMachine;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The time, the chance and the knowledge of the world that a decision is made with. They arrive as
 * values: the engine owns no clock and no randomness.
 *
 * @param activityExists whether the activity of this ARN exists
 * @param definitions the machines that commands speak of, by the hash of their definition
 * @param machine what is known of the pauses of the execution's state machine; null = nothing
 */
public record Moment(
    Instant at,
    RandomGenerator random,
    Predicate<String> activityExists,
    Function<String, Optional<StateMachine>> definitions,
    @Nullable MachinePause machine) {

  /** In a world in which no state machine was ever paused. */
  public Moment(
      Instant at,
      RandomGenerator random,
      Predicate<String> activityExists,
      Function<String, Optional<StateMachine>> definitions) {
    this(at, random, activityExists, definitions, null);
  }

  /** The same, when no command speaks of another machine than the execution's own. */
  public Moment(Instant at, RandomGenerator random, Predicate<String> activityExists) {
    this(at, random, activityExists, hash -> Optional.empty());
  }

  /** Our own bug if nobody has provided it. */
  StateMachine definition(String hash) {
    return definitions
        .apply(hash)
        .orElseThrow(() -> new AssertionError("Expected the definition " + hash + " to be known."));
  }
}
