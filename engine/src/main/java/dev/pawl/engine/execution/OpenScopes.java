package dev.pawl.engine.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.IntTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * The scopes of an execution that are open, with what is asked of all of them kept ready.
 * Immutable.
 *
 * @param byId the scopes
 * @param timers all timers that stand, soonest first; that of the whole execution too
 * @param ready the scopes with something to do at once
 * @param tasks the scope of each task and Map Run that is with the outside world, by the id of the
 *     event that began it
 * @param permit what the whole execution waits for or has; null = it needs none
 */
record OpenScopes(
    PMap<Integer, Scope> byId,
    PSortedSet<Timer> timers,
    PSortedSet<Integer> ready,
    PMap<Long, Integer> tasks,
    @Nullable Permit permit) {

  static final OpenScopes NONE =
      new OpenScopes(
          IntTreePMap.empty(), TreePSet.empty(), TreePSet.empty(), HashTreePMap.empty(), null);

  /** Our own bug if it is not open. */
  Scope get(int id) {
    var scope = byId.get(id);
    if (scope == null) {
      throw new AssertionError("Expected scope " + id + " to be open.");
    }
    return scope;
  }

  /** With the timer that ends the whole execution, if it has one. */
  OpenScopes timingOutAt(@Nullable Instant due) {
    if (due == null) {
      return this;
    }
    var timer = new Timer(due, Scope.ROOT, Timer.Kind.EXECUTION_TIMEOUT);
    return new OpenScopes(byId, timers.plus(timer), ready, tasks, permit);
  }

  OpenScopes with(@Nullable Permit newPermit) {
    return new OpenScopes(byId, timers, ready, tasks, newPermit);
  }

  /** With everything waiting for a permit. */
  OpenScopes queued(int ticket, @Nullable String key, Instant at) {
    return with(new Permit(ticket, key, at, false));
  }

  /** With the permit that was waited for, and the clock that begins with it. */
  OpenScopes begunAt(@Nullable Instant timeoutAt) {
    return with(Objects.requireNonNull(permit).take()).timingOutAt(timeoutAt);
  }

  /** Whether something is to be done at once: nothing is while the execution waits its turn. */
  boolean mustContinue() {
    return !ready.isEmpty() && !isQueued();
  }

  boolean isQueued() {
    return permit != null && !permit.taken();
  }

  /** With that timer so much later. */
  OpenScopes timingOutLater(Duration delay) {
    return timers.stream()
        .filter(timer -> timer.kind() == Timer.Kind.EXECUTION_TIMEOUT)
        .findFirst()
        .map(timer ->
            new OpenScopes(byId, timers.minus(timer), ready, tasks, permit)
                .timingOutAt(timer.due().plus(delay)))
        .orElse(this);
  }

  /** With a scope as it is now. */
  OpenScopes with(Scope scope) {
    var old = byId.get(scope.id());
    var otherTimers = old == null ? timers : timers.minusAll(old.timers());
    var otherTasks = old == null ? tasks : tasksWithout(old);
    return new OpenScopes(
        byId.plus(scope.id(), scope),
        otherTimers.plusAll(scope.timers()),
        scope.isReady() ? ready.plus(scope.id()) : ready.minus(scope.id()),
        taskOf(scope).map(task -> otherTasks.plus(task, scope.id())).orElse(otherTasks),
        permit);
  }

  OpenScopes without(int id) {
    var scope = get(id);
    return new OpenScopes(
        byId.minus(id),
        timers.minusAll(scope.timers()),
        ready.minus(id),
        tasksWithout(scope),
        permit);
  }

  /** The scopes that a scope has opened, at any depth. */
  List<Scope> below(int id) {
    var found = new ArrayList<Scope>();
    if (get(id).position() instanceof Scope.Position.In in
        && in.visit().phase() instanceof Phase.Forked forked) {
      for (var child : forked.running().values()) {
        found.add(get(child));
        found.addAll(below(child));
      }
    }
    return found;
  }

  /** The scope that waits for that Map Run, if one does. */
  Optional<Scope> waitingFor(String mapRunArn) {
    return tasks.values().stream()
        .map(this::get)
        .filter(scope ->
            scope.visit().phase() instanceof Phase.Distributing run
                && run.mapRunArn().equals(mapRunArn))
        .findFirst();
  }

  OpenScopes withoutBelow(int id) {
    var pruned = this;
    for (var scope : below(id)) {
      pruned = pruned.without(scope.id());
    }
    return pruned;
  }

  private PMap<Long, Integer> tasksWithout(Scope scope) {
    return taskOf(scope).map(tasks::minus).orElse(tasks);
  }

  private static Optional<Long> taskOf(Scope scope) {
    if (!(scope.position() instanceof Scope.Position.In in)) {
      return Optional.empty();
    }
    return switch (in.visit().phase()) {
      case Phase.Attempting task -> Optional.of(task.id());
      case Phase.Distributing run -> Optional.of(run.id());
      default -> Optional.empty();
    };
  }
}
