package dev.pawl.engine.execution;

import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.IntTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * All that has to be remembered of an {@link Execution} besides its events. What follows from the
 * rest is left out: its timers, what is ready, and its tasks are those of its scopes.
 *
 * <p>Promise: {@code of(execution).execution()} equals the execution, so that a snapshot and the
 * events after it are as good as all events.
 *
 * @param timeoutAt when the whole execution times out
 * @param scopes those that stand, each after the one that opened it
 * @param answers the requests that have answered the newest tasks
 * @param remains the scopes that stood when it failed, was stopped or timed out
 * @param permit that it waits for or has; null = it needs none
 * @param signals those that wait
 * @param signalIds what stands for the ids of the newest signals
 * @param nextSignal the number of the next signal; 0 = none has ever come
 */
public record ExecutionSnapshot(
    Event.@Nullable ExecutionStarted origin,
    @Nullable Instant startedAt,
    ExecutionStatus status,
    @Nullable Instant timeoutAt,
    long lastEventId,
    int nextScope,
    List<Scope> scopes,
    List<Answered> answers,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause,
    @Nullable Instant stoppedAt,
    boolean starterTold,
    Redrives redrives,
    List<Scope> remains,
    @Nullable Permit permit,
    @Nullable Pause pause,
    List<Signals.Waiting> signals,
    List<Long> signalIds,
    long nextSignal) {

  /** Which request has answered a task. */
  record Answered(long taskId, long request) {}

  public ExecutionSnapshot {
    scopes = List.copyOf(scopes);
    answers = List.copyOf(answers);
    remains = List.copyOf(remains);
    signals = List.copyOf(signals);
    signalIds = List.copyOf(signalIds);
  }

  /** What an execution is now. */
  public static ExecutionSnapshot of(Execution execution) {
    return new ExecutionSnapshot(
        execution.origin(),
        execution.startedAt(),
        execution.status(),
        execution.timers().stream()
            .filter(timer -> timer.kind() == Timer.Kind.EXECUTION_TIMEOUT)
            .map(Timer::due)
            .findFirst()
            .orElse(null),
        execution.lastEventId(),
        execution.nextScope(),
        List.copyOf(execution.scopes().values()),
        answers(execution),
        execution.output(),
        execution.error(),
        execution.cause(),
        execution.stoppedAt(),
        execution.starterTold(),
        execution.redrives(),
        List.copyOf(execution.remains().values()),
        execution.permit(),
        execution.pause(),
        execution.signals().all(),
        List.copyOf(execution.signals().ids().values()),
        execution.signals().isUntouched() ? 0 : execution.signals().next());
  }

  private static List<Answered> answers(Execution execution) {
    var answers = new ArrayList<Answered>();
    execution.answers().forEach((task, request) -> answers.add(new Answered(task, request)));
    return answers;
  }

  /** The execution that this was taken of. */
  public Execution execution() {
    return new Execution(
        origin,
        startedAt,
        status,
        lastEventId,
        nextScope,
        open(),
        answered(),
        output,
        error,
        cause,
        stoppedAt,
        starterTold,
        redrives,
        byId(remains),
        pause,
        Signals.of(signals, signalIds, nextSignal));
  }

  private OpenScopes open() {
    var open = OpenScopes.NONE.timingOutAt(timeoutAt);
    for (var scope : scopes) {
      open = open.with(scope);
    }
    return open.with(permit);
  }

  private TreePMap<Long, Long> answered() {
    TreePMap<Long, Long> all = TreePMap.empty();
    for (var answer : answers) {
      all = all.plus(answer.taskId(), answer.request());
    }
    return all;
  }

  private static PMap<Integer, Scope> byId(List<Scope> scopes) {
    PMap<Integer, Scope> all = IntTreePMap.empty();
    for (var scope : scopes) {
      all = all.plus(scope.id(), scope);
    }
    return all;
  }
}
