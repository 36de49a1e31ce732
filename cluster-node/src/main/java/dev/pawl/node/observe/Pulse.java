package dev.pawl.node.observe;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Whether the threads of an actor system still run: it asks them for a sign of life each second.
 */
public final class Pulse {

  private static final Duration BEAT = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final Duration stallMax;
  private volatile long lastNanos = System.nanoTime();

  private Pulse(ActorSystem<?> system, Duration stallMax) {
    this.system = system;
    this.stallMax = stallMax;
  }

  /** Begins, and adds its condition of being alive. */
  public static void watch(ActorSystem<?> system, Duration stallMax, Health health) {
    var pulse = new Pulse(system, stallMax);
    system
        .scheduler()
        .scheduleWithFixedDelay(
            BEAT, BEAT, () -> pulse.lastNanos = System.nanoTime(), system.executionContext());
    health.requireAlive("actor-system", pulse::trouble);
  }

  private Optional<String> trouble() {
    if (system.getWhenTerminated().toCompletableFuture().isDone()) {
      return Optional.of("Expected the actor system to run, but it has ended.");
    }
    var stalled = Duration.ofNanos(System.nanoTime() - lastNanos);
    return stalled.compareTo(stallMax) > 0
        ? Optional.of(
            "Expected the actor system's threads to run, but they have not for %d s."
                .formatted(stalled.toSeconds()))
        : Optional.empty();
  }
}
