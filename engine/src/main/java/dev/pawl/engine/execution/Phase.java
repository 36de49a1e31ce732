package dev.pawl.engine.execution;

import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.IntTreePMap;
import org.pcollections.PMap;

/** What a visited state is doing. */
sealed interface Phase {

  /** Entered, and not yet looked at. */
  record Arrived() implements Phase {}

  /**
   * Its work has ended; what follows from that belongs to the same decision. What it had opened is
   * kept for a redrive.
   *
   * @param forked what a failed Parallel or Map state had opened; null for other states
   * @param children the scopes that still ran in it, at any depth
   */
  record Settled(@Nullable Forked forked, List<Scope> children) implements Phase {
    public Settled {
      children = List.copyOf(children);
    }

    public Settled() {
      this(null, List.of());
    }
  }

  /** A Wait state stands still. */
  record Waiting(Instant until) implements Phase {}

  /** A failed state will be tried again. */
  record BackingOff(Instant until) implements Phase {}

  /**
   * A task is with the outside world.
   *
   * @param id the id of the event that scheduled it
   * @param started a worker or the node has begun it
   * @param submitted the call was accepted, and the result is to come
   * @param timeoutAt when it times out, if its clock runs and has an end
   * @param heartbeatAt when it times out unless a heartbeat comes before
   * @param spared it has been given time once because nobody could hear its heartbeat
   */
  record Attempting(
      long id,
      TaskTarget target,
      Payload parameters,
      @Nullable Integer timeoutSeconds,
      @Nullable Integer heartbeatSeconds,
      @Nullable String credentialsRoleArn,
      boolean started,
      boolean submitted,
      @Nullable Instant timeoutAt,
      @Nullable Instant heartbeatAt,
      boolean spared)
      implements Phase {

    static Attempting begun(Recorded r, Event.TaskScheduled e) {
      return new Attempting(
          r.id(),
          e.target(),
          e.parameters(),
          e.timeoutSeconds(),
          e.heartbeatSeconds(),
          e.credentialsRoleArn(),
          false,
          false,
          null,
          null,
          false);
    }

    /** Whether a heartbeat was due, and may have been sent to nobody. */
    boolean isOverdue(Instant at) {
      return heartbeatAt != null && !heartbeatAt.isAfter(at) && !spared;
    }

    static Attempting in(Scope scope) {
      if (scope.visit().phase() instanceof Attempting task) {
        return task;
      }
      throw new AssertionError("Expected a task to be attempted in scope " + scope.id());
    }

    Attempting startedAt(Instant at) {
      return heardAt(at, true, submitted, after(at, timeoutSeconds), false);
    }

    Attempting submittedAt(Instant at) {
      return heardAt(at, started, true, timeoutAt, false);
    }

    Attempting aliveAt(Instant at) {
      return heardAt(at, started, submitted, timeoutAt, false);
    }

    Attempting sparedAt(Instant at) {
      return heardAt(at, started, submitted, timeoutAt, true);
    }

    /** Whatever is heard of it starts the time to the next heartbeat anew. */
    private Attempting heardAt(
        Instant at,
        boolean nowStarted,
        boolean nowSubmitted,
        @Nullable Instant newTimeoutAt,
        boolean nowSpared) {
      return new Attempting(
          id,
          target,
          parameters,
          timeoutSeconds,
          heartbeatSeconds,
          credentialsRoleArn,
          nowStarted,
          nowSubmitted,
          newTimeoutAt,
          after(at, heartbeatSeconds),
          nowSpared);
    }

    private static @Nullable Instant after(Instant at, @Nullable Integer seconds) {
      return seconds == null ? null : at.plusSeconds(seconds);
    }
  }

  /**
   * A task or Map Run has ended while the execution was paused.
   *
   * @param work what it was when it ended
   * @param at when it ended
   */
  record Kept(Phase work, Event.ResultKept result, Instant at) implements Phase {}

  /**
   * A Parallel or Map state has opened scopes of its own.
   *
   * @param total branches or items
   * @param next the index of the first one not yet started
   * @param limit how many may run at once
   * @param running the scopes that run, by index
   * @param results the outputs of those that have ended, by index
   * @param items what a Map iterates over; null for Parallel
   * @param iterationPreviousId what the next MapIterationStarted points back to
   */
  record Forked(
      int total,
      int next,
      int limit,
      PMap<Integer, Integer> running,
      PMap<Integer, Payload> results,
      @Nullable Payload items,
      long iterationPreviousId)
      implements Phase {

    static Forked in(Visit visit) {
      if (visit.phase() instanceof Forked forked) {
        return forked;
      }
      throw new AssertionError("Expected '" + visit.state() + "' to have opened scopes.");
    }

    static Forked begun(int total, int limit, @Nullable Payload items, long iterationPreviousId) {
      return new Forked(
          total, 0, limit, IntTreePMap.empty(), IntTreePMap.empty(), items, iterationPreviousId);
    }

    boolean isComplete() {
      return results.size() == total;
    }

    boolean hasRoom() {
      return next < total && running.size() < limit;
    }

    Forked started(int index, int child) {
      return new Forked(
          total, index + 1, limit, running.plus(index, child), results, items, iterationPreviousId);
    }

    Forked finished(int index, Payload output, long lastInnerId) {
      return new Forked(
          total,
          next,
          limit,
          running.minus(index),
          results.plus(index, output),
          items,
          lastInnerId);
    }
  }

  /**
   * A Map Run works for a distributed Map.
   *
   * @param id the id of the event that started it
   * @param confirmed it exists
   */
  record Distributing(long id, String mapRunArn, boolean confirmed) implements Phase {

    /** Without a plan there is nothing to be run. */
    static Phase begun(Recorded r, Event.MapRunStarted started) {
      return started.plan() == null
          ? new Settled()
          : new Distributing(r.id(), started.mapRunArn(), false);
    }

    static Distributing in(Scope scope) {
      if (scope.visit().phase() instanceof Distributing run) {
        return run;
      }
      if (scope.visit().phase() instanceof Kept(Distributing run, var result, var at)) {
        return run;
      }
      throw new AssertionError("Expected a Map Run to work for scope " + scope.id());
    }

    Distributing confirm() {
      return new Distributing(id, mapRunArn, true);
    }

    /** It has ended otherwise than well. */
    Undistributed lost() {
      return new Undistributed(id, mapRunArn, false);
    }
  }

  /**
   * A Map Run has ended otherwise than well, and a redrive takes it up again.
   *
   * @param id the id of the event that started it
   * @param again the redrive has come
   */
  record Undistributed(long id, String mapRunArn, boolean again) implements Phase {

    static Undistributed in(Scope scope) {
      if (scope.visit().phase() instanceof Undistributed run) {
        return run;
      }
      throw new AssertionError("Expected a Map Run to be redriven in scope " + scope.id());
    }

    Distributing resumed() {
      return new Distributing(id, mapRunArn, false);
    }
  }

  /** The timers of this phase, in a scope. */
  default List<Timer> timers(int scope) {
    return switch (this) {
      case Waiting waiting -> List.of(new Timer(waiting.until(), scope, Timer.Kind.WAIT));
      case BackingOff backingOff -> List.of(new Timer(backingOff.until(), scope, Timer.Kind.RETRY));
      case Attempting task ->
          Stream.of(
                  timer(task.timeoutAt(), scope, Timer.Kind.TASK_TIMEOUT),
                  timer(task.heartbeatAt(), scope, Timer.Kind.HEARTBEAT_TIMEOUT))
              .flatMap(List::stream)
              .toList();
      case Arrived ignored -> List.of();
      case Settled ignored -> List.of();
      case Kept ignored -> List.of();
      case Forked ignored -> List.of();
      case Distributing ignored -> List.of();
      case Undistributed ignored -> List.of();
    };
  }

  private static List<Timer> timer(@Nullable Instant due, int scope, Timer.Kind kind) {
    return due == null ? List.of() : List.of(new Timer(due, scope, kind));
  }
}
