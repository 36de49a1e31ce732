package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an execution waits for: read from what its events made of it, without asking anybody.
 *
 * @param pause why it does not go on; null = it does
 * @param timeoutAt when all of it times out; while it is paused that moves on with the pause
 * @param open how many branches are open; {@code branches} names at most {@value #BRANCHES_MAX}
 * @param branches every place where it stands, in the order in which they were opened
 * @param signals how many signals wait to be taken, by name
 */
public record Explanation(
    ExecutionStatus status,
    @Nullable Pause pause,
    @Nullable Instant timeoutAt,
    int open,
    List<Branch> branches,
    Map<String, Integer> signals) {

  /** Branches that are explained at most. */
  public static final int BRANCHES_MAX = 1_000;

  /** What is waited for. */
  public enum Kind {
    /** It is about to go on by itself. */
    READY,
    /** The time of a Wait state. */
    TIMER,
    /** The time at which a failed state is tried again. */
    RETRY,
    /** A function or a service that was called. */
    TASK,
    /** A worker that takes the task of an activity. */
    WORKER,
    /** A worker that has the task of an activity. */
    ACTIVITY,
    /** Whoever holds the task token. */
    CALLBACK,
    /** A job that was started. */
    JOB,
    /** An execution that was started. */
    CHILD,
    MAP_RUN,
    SIGNAL,
    /** Its turn, while as many executions run as the limits of the state machine allow. */
    PERMIT,
    /** What it waited for has come while it was paused; it goes on with that. */
    RESUME
  }

  /**
   * One place where the execution stands.
   *
   * @param path the states around it, outermost first, each with the index of the branch or
   *     iteration
   * @param type null = the state is not entered yet
   * @param since when the state was entered, or when what is waited for began
   * @param until when something happens though nothing comes; null = never
   * @param attempt which one it is, from 1
   * @param target the function, activity, service, Map Run or signal that is waited for, or the key
   *     by which a limit is shared; null = none
   */
  public record Branch(
      List<String> path,
      String state,
      @Nullable StateType type,
      Kind kind,
      Instant since,
      @Nullable Instant until,
      int attempt,
      @Nullable String target,
      @Nullable String lastError,
      @Nullable String lastCause,
      @Nullable Instant lastFailedAt) {
    public Branch {
      path = List.copyOf(path);
    }

    /** When a failed state is tried again; null = it is not in its back-off. */
    public @Nullable Instant nextRetryAt() {
      return kind == Kind.RETRY ? until : null;
    }
  }

  public Explanation {
    branches = List.copyOf(branches);
    signals = Map.copyOf(signals);
  }

  /** Explains an execution as it stands after its events. */
  public static Explanation of(Execution execution) {
    var leaves = execution.scopes().values().stream().filter(Explanation::isLeaf).toList();
    return new Explanation(
        execution.status(),
        execution.pause(),
        execution.timers().stream()
            .filter(timer -> timer.kind() == Timer.Kind.EXECUTION_TIMEOUT)
            .map(Timer::due)
            .findFirst()
            .orElse(null),
        leaves.size(),
        leaves.stream()
            .sorted((a, b) -> Integer.compare(a.id(), b.id()))
            .limit(BRANCHES_MAX)
            .map(scope -> branch(execution, scope))
            .toList(),
        counted(execution.signals()));
  }

  /** Whether it waits for something else than for branches of its own. */
  private static boolean isLeaf(Scope scope) {
    return !(scope.position() instanceof Scope.Position.In in
        && in.visit().phase() instanceof Phase.Forked forked
        && !forked.running().isEmpty());
  }

  private static Map<String, Integer> counted(Signals signals) {
    var counts = new TreeMap<String, Integer>();
    signals.byName().forEach((name, waiting) -> counts.put(name, waiting.size()));
    return counts;
  }

  private static Branch branch(Execution execution, Scope scope) {
    var permit = execution.permit();
    if (permit != null && !permit.taken()) {
      return still(execution, scope, Kind.PERMIT, permit.queuedAt(), permit.key());
    }
    return scope.position() instanceof Scope.Position.In in
        ? branch(path(execution, scope), in.visit())
        : still(execution, scope, Kind.READY, readySince(execution), null);
  }

  private static Instant readySince(Execution execution) {
    return execution.pause() == null
        ? Optional.ofNullable(execution.startedAt()).orElse(Instant.EPOCH)
        : execution.pause().since();
  }

  /** One that has nothing under way. */
  private static Branch still(
      Execution execution, Scope scope, Kind kind, Instant since, @Nullable String target) {
    var state =
        switch (scope.position()) {
          case Scope.Position.Before before -> before.state();
          case Scope.Position.Finished ignored -> "";
          case Scope.Position.In in -> in.visit().state();
        };
    var type = scope.position() instanceof Scope.Position.In in ? in.visit().type() : null;
    return new Branch(
        path(execution, scope), state, type, kind, since, null, 1, target, null, null, null);
  }

  private static Branch branch(List<String> path, Visit visit) {
    var failure = visit.lastFailure();
    return new Branch(
        path,
        visit.state(),
        visit.type(),
        kind(visit.phase()),
        visit.enteredAt(),
        visit.phase().timers(Scope.ROOT).stream()
            .map(Timer::due)
            .min(Instant::compareTo)
            .orElse(null),
        visit.retryCount() + 1,
        target(visit.phase()),
        failure == null ? null : failure.error(),
        failure == null ? null : failure.cause(),
        failure == null ? null : failure.at());
  }

  private static Kind kind(Phase phase) {
    return switch (phase) {
      case Phase.Waiting ignored -> Kind.TIMER;
      case Phase.BackingOff ignored -> Kind.RETRY;
      case Phase.Attempting task -> kind(task);
      case Phase.Distributing ignored -> Kind.MAP_RUN;
      case Phase.Kept ignored -> Kind.RESUME;
      case Phase.Arrived ignored -> Kind.READY;
      case Phase.Settled ignored -> Kind.READY;
      case Phase.Forked ignored -> Kind.READY;
      case Phase.Undistributed ignored -> Kind.READY;
    };
  }

  private static Kind kind(Phase.Attempting task) {
    var target = task.target();
    if (target.kind() == TaskKind.ACTIVITY) {
      return task.started() ? Kind.ACTIVITY : Kind.WORKER;
    }
    if (target.waitsForSignal()) {
      return Kind.SIGNAL;
    }
    if (!task.submitted()) {
      return Kind.TASK;
    }
    if (target.runsAJob()) {
      return target.resourceType().equals("states") ? Kind.CHILD : Kind.JOB;
    }
    return target.waitsForTaskToken() ? Kind.CALLBACK : Kind.TASK;
  }

  private static @Nullable String target(Phase phase) {
    return switch (phase) {
      case Phase.Attempting task when task.target().waitsForSignal() ->
          Signalling.name(task.parameters());
      case Phase.Attempting task when task.target().resourceType().isEmpty() ->
          task.target().resource();
      case Phase.Attempting task -> task.target().resourceType() + ":" + task.target().resource();
      case Phase.Distributing run -> run.mapRunArn();
      case Phase.Kept kept -> target(kept.work());
      default -> null;
    };
  }

  private static List<String> path(Execution execution, Scope scope) {
    var path = new ArrayList<String>();
    Stream.iterate(scope, at -> !at.isRoot(), at -> execution.scope(at.parent()))
        .forEach(at ->
            path.add("%s[%d]".formatted(execution.scope(at.parent()).visit().state(), at.index())));
    return path.reversed();
  }
}
