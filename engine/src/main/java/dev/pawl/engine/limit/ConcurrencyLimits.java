package dev.pawl.engine.limit;

import dev.pawl.engine.expression.IllegalExpressionException;
import dev.pawl.engine.expression.ReferencePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many executions of one state machine may run at once; the others wait their turn. A key that
 * is no text is its JSON.
 *
 * @param maxConcurrency executions that run at once; null = any number
 * @param maxConcurrencyPerKey those with the same key; null = any number
 * @param keyPath a Reference Path to the key in the input; null if there is no limit per key
 * @param maxQueued executions that may wait; more are refused
 */
public record ConcurrencyLimits(
    @Nullable Integer maxConcurrency,
    @Nullable Integer maxConcurrencyPerKey,
    @Nullable String keyPath,
    int maxQueued) {

  /** The largest of all these numbers that may be asked for. */
  public static final int CONCURRENCY_MAX = 100_000;

  /** How many executions may wait where nobody says otherwise, and at most. */
  public static final int QUEUED_DEFAULT = 10_000;

  public static final int QUEUED_MAX = 100_000;

  /** The longest path to a key. */
  public static final int KEY_PATH_CHARS_MAX = 256;

  /** Everybody may run at once. */
  public static final ConcurrencyLimits NONE = new ConcurrencyLimits(null, null, null, QUEUED_MAX);

  /** What is wrong with these limits, if anything is. */
  public Optional<String> problem() {
    if (maxConcurrency == null && maxConcurrencyPerKey == null) {
      return Optional.of("Expected maxConcurrency or maxConcurrencyPerKey, but found neither.");
    }
    if ((maxConcurrencyPerKey == null) != (keyPath == null)) {
      return Optional.of(
          "Expected maxConcurrencyPerKey and keyPath together, but found only one of them.");
    }
    return keyPath == null ? Optional.empty() : problemOf(keyPath);
  }

  private static Optional<String> problemOf(String keyPath) {
    try {
      return ReferencePath.parse(keyPath).isRoot()
          ? Optional.of("Expected keyPath to lead to a member of the input, but it is '$'.")
          : Optional.empty();
    } catch (IllegalExpressionException e) {
      return Optional.of(
          "Expected keyPath to be a Reference Path, but '"
              + keyPath
              + "' is not: "
              + e.getMessage());
    }
  }

  /**
   * Those who may go now: in the order of the queue, without passing over anybody of the same key.
   *
   * @param taken the permits that are taken
   * @param queue those who wait, the longest first; with a limit per key, whoever is left out here
   *     must be of a key that has no permit free
   */
  public List<Waiting> next(TakenPermits taken, List<Waiting> queue) {
    var going = new ArrayList<Waiting>();
    var counted = taken;
    for (var waiting : queue) {
      if (isFull(counted)) {
        break;
      }
      if (!isFull(counted, waiting.key())) {
        going.add(waiting);
        counted = counted.and(waiting.key());
      }
    }
    return going;
  }

  /** Whether nobody may go, whatever their key is. */
  public boolean isFull(TakenPermits taken) {
    return maxConcurrency != null && taken.all() >= maxConcurrency;
  }

  /** Whether nobody of that key may go. Without a key no limit per key holds. */
  public boolean isFull(TakenPermits taken, @Nullable String key) {
    return maxConcurrencyPerKey != null && key != null && taken.of(key) >= maxConcurrencyPerKey;
  }
}
