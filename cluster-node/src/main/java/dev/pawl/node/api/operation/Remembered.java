package dev.pawl.node.api.operation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Values read from the catalog and remembered for a moment, so that starting an execution or
 * polling an activity does not read the database each time. What is absent is not remembered. Holds
 * at most {@link #VALUES_MAX} values.
 */
final class Remembered<T> {

  private static final int VALUES_MAX = 10_000;

  private final Map<String, Entry<T>> entries = new ConcurrentHashMap<>();
  private final Function<String, Optional<T>> catalog;
  private final Blocking blocking;
  private final long nanos;

  private record Entry<T>(T value, long until) {}

  /** Runs what blocks on threads that may. */
  interface Blocking {
    <R> CompletionStage<R> run(Supplier<R> work);
  }

  /**
   * @param catalog blocks
   */
  Remembered(Function<String, Optional<T>> catalog, Blocking blocking, Duration time) {
    this.catalog = catalog;
    this.blocking = blocking;
    this.nanos = time.toNanos();
  }

  CompletionStage<Optional<T>> find(String arn) {
    var entry = entries.get(arn);
    return entry != null && System.nanoTime() - entry.until() < 0
        ? CompletableFuture.completedStage(Optional.of(entry.value()))
        : blocking.run(() -> load(arn));
  }

  private Optional<T> load(String arn) {
    var until = System.nanoTime() + nanos;
    var found = catalog.apply(arn);
    if (entries.size() >= VALUES_MAX) {
      entries.clear();
    }
    found.ifPresentOrElse(
        value -> entries.put(arn, new Entry<>(value, until)), () -> entries.remove(arn));
    return found;
  }

  /** They have changed here and now. */
  void forgetIf(Predicate<String> arns) {
    entries.keySet().removeIf(arns);
  }

  /** It has changed here and now. */
  void forget(String arn) {
    entries.remove(arn);
  }
}
