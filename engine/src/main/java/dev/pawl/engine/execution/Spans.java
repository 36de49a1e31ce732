package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.IntTreePMap;
import org.pcollections.PMap;

/**
 * Reads from the events of an execution which of its states and tasks have come to their end, and
 * how long they took. Keeps in mind when tasks began: of one that was scheduled before it looked,
 * nothing is told. Not thread-safe.
 */
public final class Spans {

  /** A state that was given up because what it belonged to failed or was stopped. */
  static final String ABORTED = "aborted";

  private static final long EXECUTION = 0;

  private final Map<Integer, Recorded> tasks = new HashMap<>(2);

  /**
   * What has ended in a row of events, in the order in which it did.
   *
   * @param before the execution before the first of them
   */
  public List<Span> ended(Execution before, List<Recorded> events) {
    var reading = new Reading(before);
    events.forEach(reading::read);
    return List.copyOf(reading.found);
  }

  private record State(String name, StateType type, long id, Instant from) {}

  private record Failure(@Nullable String error, @Nullable String cause) {}

  private static final Failure NONE = new Failure(null, null);

  private final class Reading {
    private final PMap<Integer, Scope> remains;
    private final Map<Integer, State> entered = new HashMap<>();
    private final Map<Integer, Integer> opened = new HashMap<>();
    private final Set<Integer> left = new HashSet<>();
    private final List<Span> found = new ArrayList<>();
    private PMap<Integer, Scope> known;
    private int run;
    private @Nullable Instant since;
    private String name;
    private Failure last = NONE;

    Reading(Execution before) {
      known = before.open().byId();
      remains = before.remains();
      run = before.redriveCount();
      since = before.redrivenAt() == null ? before.startedAt() : before.redrivenAt();
      name = before.origin() == null ? "" : before.origin().name();
    }

    void read(Recorded recorded) {
      var scope = recorded.scope();
      switch (recorded.event()) {
        case Event.ExecutionStarted e -> {
          since = recorded.at();
          name = e.name();
        }
        case Event.ExecutionRedriven e -> {
          run = e.redriveCount();
          since = recorded.at();
          known = e.from() == null ? remains : IntTreePMap.empty();
        }
        case Event.StateEntered e -> {
          entered.put(scope, new State(e.name(), e.state(), recorded.id(), recorded.at()));
          left.remove(scope);
        }
        case Event.StateExited ignored -> stateEnded(scope, recorded.at(), NONE);
        case Event.BranchStarted e -> opened.put(e.child(), scope);
        case Event.MapIterationStarted e -> opened.put(e.child(), scope);
        case Event.TaskScheduled ignored -> tasks.put(scope, recorded);
        case Event.TaskSucceeded ignored -> taskEnded(recorded, NONE);
        case Event.TaskFailed e -> taskEnded(recorded, failure(e.error(), e.cause()));
        case Event.TaskTimedOut e -> taskEnded(recorded, failure(e.error(), e.cause()));
        case Event.EvaluationFailed e -> failure(e.error(), e.cause());
        case Event.RetryScheduled ignored -> abort(scope, recorded.at());
        case Event.ParallelStateFailed ignored -> abort(scope, recorded.at());
        case Event.MapStateFailed ignored -> abort(scope, recorded.at());
        case Event.ExecutionSucceeded ignored -> executionEnded(recorded.at(), NONE);
        case Event.ExecutionFailed e -> executionEnded(recorded.at(), failed(e.error(), e.cause()));
        case Event.ExecutionAborted e ->
            executionEnded(recorded.at(), aborted(e.error(), e.cause()));
        case Event.ExecutionTimedOut e ->
            executionEnded(recorded.at(), failed(e.error(), e.cause()));
        default -> {} // begins or ends nothing that has a span
      }
    }

    private Failure failure(@Nullable String error, @Nullable String cause) {
      last = failed(error, cause);
      return last;
    }

    private void taskEnded(Recorded end, Failure failure) {
      var begin = tasks.remove(end.scope());
      if (begin == null || !(begin.event() instanceof Event.TaskScheduled scheduled)) {
        return;
      }
      var target = scheduled.target();
      var subject =
          target.resourceType().isEmpty()
              ? target.resource()
              : target.resourceType() + ":" + target.resource();
      var state = state(end.scope());
      found.add(
          new Span(
              Span.Kind.TASK,
              state == null ? subject : state.name(),
              run,
              begin.id(),
              state == null ? EXECUTION : state.id(),
              begin.at(),
              end.at(),
              subject,
              failure.error(),
              failure.cause()));
    }

    private void stateEnded(int scope, Instant at, Failure failure) {
      var state = state(scope);
      if (state == null) {
        return;
      }
      var around = parent(scope);
      var outer = around == Scope.NO_PARENT ? null : state(around);
      found.add(
          new Span(
              Span.Kind.STATE,
              state.name(),
              run,
              state.id(),
              outer == null ? EXECUTION : outer.id(),
              since == null || state.from().isAfter(since) ? state.from() : since,
              at,
              state.type().label(),
              failure.error(),
              failure.cause()));
      entered.remove(scope);
      left.add(scope);
    }

    private void executionEnded(Instant at, Failure failure) {
      for (var scope : open()) {
        stateEnded(scope, at, scope == Scope.ROOT || failure.error() == null ? failure : last);
      }
      tasks.clear();
      if (since != null) {
        found.add(
            new Span(
                Span.Kind.EXECUTION,
                name,
                run,
                EXECUTION,
                EXECUTION,
                since,
                at,
                "",
                failure.error(),
                failure.cause()));
      }
    }

    /** All that runs inside a Parallel or Map state that has failed, or is tried again. */
    private void abort(int failed, Instant at) {
      for (var scope : open()) {
        if (isInside(scope, failed)) {
          tasks.remove(scope);
          stateEnded(scope, at, new Failure(ABORTED, null));
        }
      }
    }

    /** Innermost first: scopes are numbered as they are opened. */
    private List<Integer> open() {
      var scopes = new HashSet<>(known.keySet());
      scopes.addAll(entered.keySet());
      scopes.removeAll(left);
      return scopes.stream().sorted((a, b) -> Integer.compare(b, a)).toList();
    }

    private boolean isInside(int scope, int outer) {
      for (var at = parent(scope); at != Scope.NO_PARENT; at = parent(at)) {
        if (at == outer) {
          return true;
        }
      }
      return false;
    }

    private int parent(int scope) {
      var now = opened.get(scope);
      if (now != null) {
        return now;
      }
      var before = known.get(scope);
      return before == null ? Scope.NO_PARENT : before.parent();
    }

    private @Nullable State state(int scope) {
      var now = entered.get(scope);
      if (now != null || left.contains(scope)) {
        return now;
      }
      var before = known.get(scope);
      return before != null && before.position() instanceof Scope.Position.In in
          ? new State(
              in.visit().state(), in.visit().type(), in.visit().enteredId(), in.visit().enteredAt())
          : null;
    }
  }

  private static Failure failed(@Nullable String error, @Nullable String cause) {
    return new Failure(error == null ? "failed" : error, cause);
  }

  private static Failure aborted(@Nullable String error, @Nullable String cause) {
    return new Failure(error == null ? ABORTED : error, cause);
  }
}
