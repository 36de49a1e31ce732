package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.json.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.IntTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;

/**
 * One execution as its events made it. Immutable; {@link #evolve} accepts every event ever stored
 * and asks nothing.
 *
 * @param origin the start event, pinned to what the execution runs now; null before it
 * @param lastEventId the id of the newest API event
 * @param nextScope the id of the next branch or iteration
 * @param answers the requests that have answered the newest {@value #ANSWERS_MAX} tasks
 * @param starterTold whether the execution that started this one knows of its end
 * @param redrives how often it was taken up again after its end
 * @param remains the scopes that stood when it failed, was stopped or timed out: for a redrive
 * @param pause why it does not go on; null = it does
 * @param signals those that came and were not taken yet
 */
public record Execution(
    Event.@Nullable ExecutionStarted origin,
    @Nullable Instant startedAt,
    ExecutionStatus status,
    long lastEventId,
    int nextScope,
    OpenScopes open,
    TreePMap<Long, Long> answers,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause,
    @Nullable Instant stoppedAt,
    boolean starterTold,
    Redrives redrives,
    PMap<Integer, Scope> remains,
    @Nullable Pause pause,
    Signals signals) {

  /** How many answered tasks know their request. */
  static final int ANSWERS_MAX = 64;

  private static final Execution NONE =
      new Execution(
          null,
          null,
          ExecutionStatus.NOT_STARTED,
          0,
          Scope.ROOT + 1,
          OpenScopes.NONE,
          TreePMap.empty(),
          null,
          null,
          null,
          null,
          false,
          Redrives.NONE,
          IntTreePMap.empty(),
          null,
          Signals.NONE);

  /** The execution before its first event. */
  public static Execution none() {
    return NONE;
  }

  public boolean isRunning() {
    return status == ExecutionStatus.RUNNING;
  }

  /** Whether that very request has answered the task. */
  public boolean isAnswered(long taskId, long request) {
    var by = answers.get(taskId);
    return by != null && by == request;
  }

  PMap<Integer, Scope> scopes() {
    return open.byId();
  }

  /** All timers that stand, soonest first. */
  public PSortedSet<Timer> timers() {
    return open.timers();
  }

  /** The scopes with something to do at once. */
  PSortedSet<Integer> ready() {
    return open.ready();
  }

  /**
   * The scope of each task and Map Run that is with the outside world, by the id of the event that
   * began it.
   */
  public PMap<Long, Integer> tasks() {
    return open.tasks();
  }

  /** Whether a run was cut and has to go on. */
  public boolean mustContinue() {
    return !isPaused() && open.mustContinue();
  }

  /** Whether it stands still until somebody lets it go on. */
  public boolean isPaused() {
    return pause != null;
  }

  /** The permit that it waits for or has; null = it needs none. */
  public @Nullable Permit permit() {
    return open.permit();
  }

  /** How often it was redriven. */
  public int redriveCount() {
    return redrives.count();
  }

  /** When it was redriven last; null = never. */
  public @Nullable Instant redrivenAt() {
    return redrives.at();
  }

  /** When the next timer is due, if one stands and fires. Those of a paused execution wait. */
  public Optional<Instant> nextTimer() {
    return isPaused() || timers().isEmpty()
        ? Optional.empty()
        : Optional.of(timers().first().due());
  }

  public Execution evolve(List<Recorded> events) {
    var evolved = this;
    for (var event : events) {
      evolved = evolved.evolve(event);
    }
    return evolved;
  }

  /** Remembers one fact. */
  public Execution evolve(Recorded recorded) {
    return counting(recorded).apply(recorded, recorded.event());
  }

  private Execution apply(Recorded r, Event event) {
    return switch (event) {
      case Event.ExecutionStarted started -> started(started, r.at());
      case Event.ExecutionSucceeded e ->
          ended(ExecutionStatus.SUCCEEDED, e.output(), null, null, r.at());
      case Event.ExecutionFailed e ->
          ended(ExecutionStatus.FAILED, null, e.error(), e.cause(), r.at());
      case Event.ExecutionAborted e ->
          ended(ExecutionStatus.ABORTED, null, e.error(), e.cause(), r.at());
      case Event.ExecutionTimedOut e ->
          ended(ExecutionStatus.TIMED_OUT, null, e.error(), e.cause(), r.at());
      case Event.ExecutionRedriven e -> redriven(e, r);
      case Event.StateEntered e -> with(scope(r.scope()).entered(r, e));
      case Event.StateExited e -> exited(scope(r.scope()), r, e);
      case Event.TaskScheduled e -> with(inPhase(r, Phase.Attempting.begun(r, e)).after(r.id()));
      case Event.TaskStarted ignored ->
          with(inPhase(r, Phase.Attempting.in(scope(r.scope())).startedAt(r.at())).after(r.id()));
      case Event.TaskSubmitted ignored ->
          with(inPhase(r, Phase.Attempting.in(scope(r.scope())).submittedAt(r.at())).after(r.id()));
      case Event.TaskSucceeded ignored -> settled(r);
      case Event.TaskFailed e -> settled(r).failing(r, e.error(), e.cause());
      case Event.TaskTimedOut e -> settled(r).failing(r, e.error(), e.cause());
      case Event.TaskAnswered e -> answered(e);
      case Event.TaskHeartbeat ignored ->
          with(inPhase(r, Phase.Attempting.in(scope(r.scope())).aliveAt(r.at())));
      case Event.HeartbeatSpared ignored ->
          with(inPhase(r, Phase.Attempting.in(scope(r.scope())).sparedAt(r.at())));
      case Event.WaitStarted e -> with(inPhase(r, new Phase.Waiting(e.until())));
      case Event.RetryScheduled e -> retrying(r, e);
      case Event.EvaluationFailed e ->
          with(scope(r.scope()).after(r.id())).failing(r, e.error(), e.cause());
      case Event.ParallelStateStarted e ->
          with(
              inPhase(r, Phase.Forked.begun(e.branches(), e.branches(), null, r.id()))
                  .after(r.id()));
      case Event.BranchStarted e ->
          opened(r, e.index(), e.child(), e.startAt(), e.input(), r.previousId());
      case Event.MapStateStarted e ->
          with(
              inPhase(r, Phase.Forked.begun(e.length(), e.maxConcurrency(), e.items(), r.id()))
                  .after(r.id()));
      case Event.MapIterationStarted e ->
          opened(r, e.index(), e.child(), e.startAt(), e.input(), r.id());
      case Event.MapIterationSucceeded e -> joined(scope(e.child()), r.id(), true);
      case Event.MapRunStarted e -> with(inPhase(r, Phase.Distributing.begun(r, e)).after(r.id()));
      case Event.MapRunConfirmed ignored ->
          with(inPhase(r, Phase.Distributing.in(scope(r.scope())).confirm()));
      case Event.MapRunSucceeded ignored -> settled(r);
      case Event.MapRunRedriven ignored ->
          with(inPhase(r, Phase.Undistributed.in(scope(r.scope())).resumed()).after(r.id()));
      case Event.MapRunFailed ignored ->
          with(inPhase(r, Phase.Distributing.in(scope(r.scope())).lost()).after(r.id()));
      case Event.MapRunAborted ignored ->
          with(inPhase(r, Phase.Distributing.in(scope(r.scope())).lost()).after(r.id()));
      case Event.ParallelStateFailed ignored -> failed(r);
      case Event.MapStateFailed ignored -> failed(r);
      case Event.ParallelStateSucceeded ignored -> this;
      case Event.MapStateSucceeded ignored -> this;
      case Event.MapIterationFailed ignored -> this;
      case Event.MapIterationAborted ignored -> this;
      case Event.StateAborted ignored -> this;
      case Event.ExecutionQueued e -> with(open.queued(redriveCount(), e.key(), r.at()));
      case Event.PermitTaken e -> with(open.begunAt(e.timeoutAt()));
      case Event.ExecutionPaused e -> with(Pause.and(pause, e, r.at()));
      case Event.ExecutionResumed e -> resumed(e, r.at());
      case Event.ResultKept e ->
          with(inPhase(r, new Phase.Kept(scope(r.scope()).visit().phase(), e, r.at())));
      case Event.SignalReceived e -> with(signals.and(e, r.at()));
      case Event.SignalsTaken e -> with(signals.without(e));
      case Event.StarterTold ignored -> copy(lastEventId, nextScope, open, answers, true);
      case Event.ExecutionMigrated e -> migrated(e);
    };
  }

  // ---- what single events do

  private Execution started(Event.ExecutionStarted started, Instant at) {
    var root = Scope.root(started.startAt(), started.input(), HashTreePMap.empty());
    return running(started, at, started.timeoutAt(), redrives).with(root);
  }

  /** With nothing open but the timer that ends it all, if it has one. */
  private Execution running(
      Event.@Nullable ExecutionStarted start,
      @Nullable Instant since,
      @Nullable Instant timeoutAt,
      Redrives newRedrives) {
    return new Execution(
        start,
        since,
        ExecutionStatus.RUNNING,
        lastEventId,
        nextScope,
        OpenScopes.NONE.timingOutAt(timeoutAt),
        answers,
        null,
        null,
        null,
        null,
        false,
        newRedrives,
        IntTreePMap.empty(),
        null,
        signals);
  }

  private Execution exited(Scope scope, Recorded r, Event.StateExited e) {
    var left = scope.assigned(e.assignedVariables()).after(r.id());
    if (e.next() != null) {
      return with(left.at(new Scope.Position.Before(e.next(), e.output())));
    }
    var finished = left.at(new Scope.Position.Finished(e.output()));
    return isBranchOfParallel(scope)
        ? with(finished).joined(finished, r.id(), false)
        : with(finished);
  }

  private boolean isBranchOfParallel(Scope scope) {
    return !scope.isRoot() && scope(scope.parent()).visit().type() == StateType.PARALLEL;
  }

  private Execution settled(Recorded r) {
    return with(inPhase(r, new Phase.Settled()).after(r.id()));
  }

  /** A Parallel or Map state has failed: what it had opened is kept aside. */
  private Execution failed(Recorded r) {
    var scope = scope(r.scope());
    if (scope.visit().phase() instanceof Phase.Undistributed) {
      return with(scope.after(r.id()));
    }
    var settled =
        scope.visit().phase() instanceof Phase.Forked forked
            ? new Phase.Settled(forked, open.below(scope.id()))
            : new Phase.Settled();
    return withoutChildren(r.scope()).with(inPhase(r, settled).after(r.id()));
  }

  private Execution retrying(Recorded r, Event.RetryScheduled e) {
    var scope = scope(r.scope());
    var waiting = scope.visit().retriedBy(e.retrier(), new Phase.BackingOff(e.at()));
    return withoutChildren(r.scope()).with(scope.in(waiting).after(r.previousId()));
  }

  private Execution opened(
      Recorded r, int index, int child, String startAt, Payload input, long lastEventOfChild) {
    var parent = scope(r.scope());
    var visit = parent.visit();
    var scope =
        new Scope(
            child,
            parent.id(),
            index,
            parent.variables(),
            lastEventOfChild,
            new Scope.Position.Before(startAt, input));
    return copy(lastEventId, child + 1, open, answers, starterTold)
        .with(parent.in(visit, Phase.Forked.in(visit).started(index, child)))
        .with(scope);
  }

  /** A child has ended well: its output is kept by its parent, and it is gone. */
  private Execution joined(Scope child, long lastEventId, boolean isIteration) {
    if (!(child.position() instanceof Scope.Position.Finished finished)) {
      throw new AssertionError("Expected scope " + child.id() + " to have finished.");
    }
    var parent = scope(child.parent());
    var visit = parent.visit();
    var forked = Phase.Forked.in(visit);
    var previous = isIteration ? child.lastEventId() : forked.iterationPreviousId();
    return without(child.id())
        .with(
            parent
                .in(visit, forked.finished(child.index(), finished.output(), previous))
                .after(lastEventId));
  }

  private Execution ended(
      ExecutionStatus end,
      @Nullable Payload output,
      @Nullable String error,
      @Nullable String cause,
      Instant at) {
    return new Execution(
        origin,
        startedAt,
        end,
        lastEventId,
        nextScope,
        OpenScopes.NONE,
        answers,
        output,
        error,
        cause,
        at,
        false,
        redrives,
        end == ExecutionStatus.SUCCEEDED ? IntTreePMap.empty() : scopes(),
        null,
        signals);
  }

  /** Stands where it ended, with everything that had not succeeded to be done again. */
  private Execution redriven(Event.ExecutionRedriven event, Recorded r) {
    var again = redrives.and(event.clientToken(), r.at());
    var running = running(origin, startedAt, event.timeoutAt(), again);
    for (var scope : Redriving.restored(event.from(), remains, error)) {
      running = running.with(scope.after(r.id()));
    }
    return running;
  }

  /** The clock of the whole execution stood still with it. */
  private Execution resumed(Event.ExecutionResumed event, Instant at) {
    if (pause == null) {
      throw new AssertionError("Expected an execution that goes on to have been paused.");
    }
    var left = pause.without(event);
    return left != null
        ? with(left)
        : with((Pause) null).with(open.timingOutLater(Duration.between(pause.since(), at)));
  }

  private Execution failing(Recorded r, @Nullable String newError, @Nullable String newCause) {
    var scope = scope(r.scope());
    return with(scope.in(scope.visit().failed(newError, newCause, r.at())));
  }

  /** What is open stays so; only the retriers may be counted otherwise. */
  private Execution migrated(Event.ExecutionMigrated event) {
    var pinned = Objects.requireNonNull(origin).pinnedTo(event.to());
    var migrated = copy(pinned, lastEventId, nextScope, open, answers, starterTold, pause, signals);
    for (var retries : event.retries()) {
      var scope = migrated.scope(retries.scope());
      migrated = migrated.with(scope.in(scope.visit().withRetries(retries.used())));
    }
    return migrated;
  }

  // ---- scopes

  Scope scope(int id) {
    return open.get(id);
  }

  /** The attempt of that id, if it is still with the outside world. */
  Optional<Phase.Attempting> attempt(long taskId) {
    return tasks().containsKey(taskId)
            && scope(scopeOf(taskId)).visit().phase() instanceof Phase.Attempting task
        ? Optional.of(task)
        : Optional.empty();
  }

  int scopeOf(long taskId) {
    return Objects.requireNonNull(tasks().get(taskId));
  }

  /** The scope that waits for that Map Run, if one does. */
  Optional<Scope> waitingFor(String mapRunArn) {
    return open.waitingFor(mapRunArn);
  }

  private Scope inPhase(Recorded r, Phase phase) {
    var scope = scope(r.scope());
    return scope.in(scope.visit(), phase);
  }

  private Execution withoutChildren(int id) {
    return with(open.withoutBelow(id));
  }

  private Execution without(int id) {
    return with(open.without(id));
  }

  private Execution with(Scope scope) {
    return with(open.with(scope));
  }

  // ---- copies

  private Execution counting(Recorded recorded) {
    return recorded.id() == 0 ? this : copy(recorded.id(), nextScope, open, answers, starterTold);
  }

  private Execution answered(Event.TaskAnswered event) {
    var all = answers.plus(event.taskId(), event.request());
    var newest = all.size() > ANSWERS_MAX ? all.minus(all.firstKey()) : all;
    return copy(lastEventId, nextScope, open, newest, starterTold);
  }

  private Execution with(OpenScopes newOpen) {
    return copy(lastEventId, nextScope, newOpen, answers, starterTold);
  }

  /** The same start and the same end, if it has ended. */
  private Execution copy(
      long newLastEventId,
      int newNextScope,
      OpenScopes newOpen,
      TreePMap<Long, Long> newAnswers,
      boolean newStarterTold) {
    return copy(
        origin, newLastEventId, newNextScope, newOpen, newAnswers, newStarterTold, pause, signals);
  }

  private Execution with(@Nullable Pause newPause) {
    return steered(newPause, signals);
  }

  private Execution with(Signals newSignals) {
    return steered(pause, newSignals);
  }

  private Execution steered(@Nullable Pause newPause, Signals newSignals) {
    return copy(origin, lastEventId, nextScope, open, answers, starterTold, newPause, newSignals);
  }

  private Execution copy(
      Event.@Nullable ExecutionStarted newOrigin,
      long newLastEventId,
      int newNextScope,
      OpenScopes newOpen,
      TreePMap<Long, Long> newAnswers,
      boolean newStarterTold,
      @Nullable Pause newPause,
      Signals newSignals) {
    return new Execution(
        newOrigin,
        startedAt,
        status,
        newLastEventId,
        newNextScope,
        newOpen,
        newAnswers,
        output,
        error,
        cause,
        stoppedAt,
        newStarterTold,
        redrives,
        remains,
        newPause,
        newSignals);
  }
}
