package dev.pawl.node.function;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The environments of one revision of one function. Used under the pool's lock only. */
final class Fleet {
  private final FunctionSpec spec;
  private final Map<FunctionEnvironment, Optional<Invocation>> starting = new LinkedHashMap<>();
  private final Set<FunctionEnvironment> running = new HashSet<>();

  /** Those of the running ones that have answered and not yet asked again. */
  private final Set<FunctionEnvironment> returning = new HashSet<>();

  private boolean draining;

  /** The one used last comes first: the others may grow old and be reclaimed. */
  private final Deque<Idle> idle = new ArrayDeque<>();

  /** An environment that waits, and since when. */
  record Idle(FunctionEnvironment environment, long sinceNanos) {}

  Fleet(FunctionSpec spec) {
    this.spec = spec;
  }

  FunctionSpec spec() {
    return spec;
  }

  boolean isDraining() {
    return draining;
  }

  /** From now on it takes no new invocation. Its idle environments are the caller's to kill. */
  Set<FunctionEnvironment> drain() {
    draining = true;
    Set<FunctionEnvironment> unused = new HashSet<>();
    idle.forEach(i -> unused.add(i.environment()));
    idle.clear();
    return unused;
  }

  void addStarting(FunctionEnvironment environment, Invocation invocation) {
    starting.put(environment, Optional.of(invocation));
  }

  /** The invocation that this environment was started for, if no other has taken it. */
  @Nullable Invocation hasStarted(FunctionEnvironment environment) {
    Optional<Invocation> invocation = starting.remove(environment);
    return invocation == null ? null : invocation.orElse(null);
  }

  /** An invocation that waits for a process to come up, now that another process is free. */
  @Nullable Invocation takeFromStarting() {
    for (Map.Entry<FunctionEnvironment, Optional<Invocation>> entry : starting.entrySet()) {
      if (entry.getValue().isPresent()) {
        Invocation invocation = entry.getValue().get();
        entry.setValue(Optional.empty());
        return invocation;
      }
    }
    return null;
  }

  void addRunning(FunctionEnvironment environment) {
    running.add(environment);
  }

  void addReturning(FunctionEnvironment environment) {
    returning.add(environment);
  }

  void hasReturned(FunctionEnvironment environment) {
    returning.remove(environment);
  }

  int returning() {
    return returning.size();
  }

  void addIdle(FunctionEnvironment environment) {
    running.remove(environment);
    idle.addFirst(new Idle(environment, System.nanoTime()));
  }

  @Nullable FunctionEnvironment takeIdle() {
    Idle newest = idle.pollFirst();
    return newest == null ? null : newest.environment();
  }

  @Nullable Idle oldestIdle() {
    return idle.peekLast();
  }

  @Nullable FunctionEnvironment takeOldestIdle() {
    Idle oldest = idle.pollLast();
    return oldest == null ? null : oldest.environment();
  }

  /** Those idle since before the given moment, removed. */
  Set<FunctionEnvironment> takeIdleSinceBefore(long nanos) {
    Set<FunctionEnvironment> old = new HashSet<>();
    for (Iterator<Idle> i = idle.descendingIterator(); i.hasNext(); ) {
      Idle candidate = i.next();
      if (candidate.sinceNanos() - nanos > 0) {
        break;
      }
      old.add(candidate.environment());
      i.remove();
    }
    return old;
  }

  void remove(FunctionEnvironment environment) {
    running.remove(environment);
    returning.remove(environment);
    starting.remove(environment);
    idle.removeIf(i -> i.environment() == environment);
  }

  boolean isEmpty() {
    return running.isEmpty() && starting.isEmpty() && idle.isEmpty();
  }

  /** All that may print: idle ones have said what they had to say. */
  Set<FunctionEnvironment> busy() {
    Set<FunctionEnvironment> busy = new HashSet<>(running);
    busy.addAll(starting.keySet());
    return busy;
  }

  FunctionStats.OfFunction stats() {
    return new FunctionStats.OfFunction(
        spec.arn(), spec.revisionId(), starting.size(), running.size(), idle.size());
  }
}
