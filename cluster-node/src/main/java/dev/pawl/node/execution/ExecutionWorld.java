package dev.pawl.node.execution;

import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Decider;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionShell.Turn;
import dev.pawl.engine.execution.IndexedValues;
import dev.pawl.engine.execution.Moment;
import dev.pawl.node.observe.ExecutionWatch;
import dev.pawl.persistence.index.MigratedTo;
import dev.pawl.persistence.journal.ActivityOffer;
import dev.pawl.persistence.journal.ExecutionRow;
import dev.pawl.persistence.journal.IndexChange;
import dev.pawl.persistence.journal.MapRunChild;
import dev.pawl.persistence.journal.PermitChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.Address;
import org.jspecify.annotations.Nullable;

/**
 * What every execution on this node shares.
 *
 * @param incarnation names this run of this node: the owner of what would be lost with it
 * @param newestRow asks the database for the number of an execution's newest row
 * @param parking lets an execution sleep
 * @param quarantine those that fail by themselves
 * @param pauses which state machines are paused
 * @param hears whether that node, or this one, is a member that is heard
 * @param room how much memory executions take
 * @param wake wakes an execution, whose newest row is that one, wherever it lives by then
 */
record ExecutionWorld(
    ExecutionSettings settings,
    Decider decider,
    Machines machines,
    TaskPort tasks,
    MapRunPort mapRuns,
    TaskCalls calls,
    Clock clock,
    String incarnation,
    Executions.Collaborators.NewestRow newestRow,
    ObjLongConsumer<String> wake,
    ExecutionWatch watch,
    Room room,
    Followers followers,
    PermitPort permits,
    Executions.Collaborators.Parking parking,
    Quarantine quarantine,
    MachinePauses pauses,
    Predicate<Address> hears) {

  private static final Duration TIMER_MAX = Duration.ofDays(1);
  private static final StateMachine NO_MACHINE = noDefinition();

  /** How long a timer may run that is due then: a day at most, and then it is looked at again. */
  Duration delayUntil(Instant due) {
    var delay = Duration.between(now(), due);
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(TIMER_MAX) > 0 ? TIMER_MAX : delay;
  }

  /** Milliseconds, as the API has them. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * The time and the chance of a decision now.
   *
   * @param definitions the machines that commands may speak of
   * @param stateMachineArn whose pauses count
   */
  Moment moment(Function<String, Optional<StateMachine>> definitions, String stateMachineArn) {
    return new Moment(
        now(),
        new SplittableRandom(ThreadLocalRandom.current().nextLong()),
        tasks::activityExists,
        definitions,
        pauses.of(stateMachineArn));
  }

  /** An execution that has ended stays until whoever started it knows. */
  static boolean isOver(Execution execution) {
    return !execution.isRunning() && !Effects.needsOwner(execution);
  }

  /**
   * Whether a task may still come: a node that is heard is slow rather than that it has lost it.
   */
  boolean mayBeUnderWay(Address by, Instant until) {
    return now().isBefore(until) && hears.test(by);
  }

  /** Lets it sleep until then, if it still stands at that row. */
  void park(String executionArn, long sequenceNumber, Instant until) {
    parking.park(executionArn, sequenceNumber, until);
  }

  /** It leaves the memory of this node. */
  void left(String executionArn) {
    watch.left(executionArn);
    room.left(executionArn);
  }

  /** The number of its newest row, as the database knows. */
  CompletionStage<Long> newestRow(String executionArn) {
    return newestRow.of(executionArn);
  }

  /** Stands in where an execution was never started: nothing of it is ever looked at. */
  StateMachine noMachine() {
    return NO_MACHINE;
  }

  private static StateMachine noDefinition() {
    try {
      return StateMachine.parse(
          "{\"StartAt\":\"None\",\"States\":{\"None\":{\"Type\":\"Succeed\"}}}");
    } catch (InvalidDefinitionException e) {
      throw new AssertionError(e);
    }
  }

  /** Begins or ends what the world is to do for an execution. */
  void start(String arn, Effect effect) {
    switch (effect) {
      case Effect.Continue ignored ->
          throw new AssertionError("Expected the execution to continue by itself.");
      case Effect.CallTask call -> calls.begin(arn, call);
      case Effect.CancelTask cancel -> calls.cancel(arn, cancel);
      case Effect.AwaitJob ignored -> {}
      case Effect.AwaitSignal ignored -> {}
      case Effect.StopJob stop -> tasks.stopJob(stop);
      case Effect.StartMapRun run -> mapRuns.start(run);
      case Effect.AwaitMapRun ignored -> {}
      case Effect.StopMapRun stop -> mapRuns.stop(stop);
      case Effect.TellStarter tell -> calls.tellStarter(arn, tell);
      case Effect.AwaitPermit permit -> permits.moved(permit.stateMachineArn());
      case Effect.HoldPermit ignored -> {}
      case Effect.ReturnPermit permit -> permits.moved(permit.stateMachineArn());
      case Effect.OfferTask offer -> tasks.offer(arn, offer);
      case Effect.WithdrawTask withdraw -> tasks.withdraw(arn, withdraw);
    }
  }

  /** One of its children has ended. */
  <R> void tellMapRun(Turn<R> turn) {
    var origin = turn.after().origin();
    if (!turn.events().isEmpty() && origin != null && origin.startedBy() != null) {
      var child = origin.startedBy().mapRun();
      if (child != null) {
        mapRuns.childEnded(child, turn.after().status());
      }
    }
  }

  /** A turn as it is stored: its events, and with them the change of the index. */
  <R> ExecutionRow row(Turn<R> turn) {
    return ExecutionRow.of(turn.events(), indexChange(turn));
  }

  private <R> IndexChange indexChange(Turn<R> turn) {
    var execution = turn.after();
    var origin = execution.origin();
    if (origin == null || execution.startedAt() == null) {
      throw new AssertionError("Expected a stored execution to have started.");
    }
    var needsOwner = Effects.needsOwner(execution);
    var change =
        new IndexChange(
            origin.executionArn(),
            origin.stateMachineArn(),
            origin.name(),
            execution.status().name(),
            execution.startedAt(),
            execution.stoppedAt(),
            needsOwner ? null : wakeAt(execution),
            needsOwner ? incarnation : null,
            turn.before().lastEventId() + 1,
            execution.lastEventId(),
            offers(
                turn,
                effect ->
                    effect instanceof Effect.OfferTask o
                        ? offer(turn, o.activityArn(), o.taskId())
                        : null),
            offers(
                turn,
                effect ->
                    effect instanceof Effect.WithdrawTask w
                        ? offer(turn, w.activityArn(), w.taskId())
                        : null),
            startedFor(turn),
            origin.revision().versionArn(),
            origin.revision().aliasArn(),
            execution.redriveCount(),
            execution.redrivenAt(),
            MigratedTo.text(origin));
    return change.with(permit(turn)).withAttributes(IndexedValues.of(turn.events(), execution));
  }

  /** A decision changes the permit once at most. */
  private static <R> @Nullable PermitChange permit(Turn<R> turn) {
    for (var effect : turn.effects()) {
      switch (effect) {
        case Effect.AwaitPermit wait -> {
          return new PermitChange.Queue(wait.ticket(), wait.key(), turn.events().getLast().at());
        }
        case Effect.HoldPermit hold -> {
          return new PermitChange.Take(hold.ticket());
        }
        case Effect.ReturnPermit ignored -> {
          return new PermitChange.Return();
        }
        default -> {}
      }
    }
    return null;
  }

  private static <R> @Nullable MapRunChild startedFor(Turn<R> turn) {
    var origin = turn.after().origin();
    if (turn.before().origin() != null || origin == null || origin.startedBy() == null) {
      return null;
    }
    var place = origin.startedBy().mapRun();
    return place == null ? null : new MapRunChild(place.mapRunArn(), place.index(), place.items());
  }

  /** One that stands still because of its machine is found by a time that stands for that. */
  private static @Nullable Instant wakeAt(Execution execution) {
    var pause = execution.pause();
    return pause != null && pause.own() == null && execution.origin() != null
        ? MachinePauses.parkedAt(execution.origin().stateMachineArn())
        : execution.nextTimer().orElse(null);
  }

  private static <R> List<ActivityOffer> offers(
      Turn<R> turn, Function<Effect, @Nullable ActivityOffer> offered) {
    return turn.effects().stream()
        .map(offered)
        .flatMap(offer -> java.util.stream.Stream.ofNullable(offer))
        .toList();
  }

  private static <R> ActivityOffer offer(Turn<R> turn, String activityArn, long taskId) {
    var origin = turn.after().origin();
    if (origin == null) {
      throw new AssertionError("Expected an execution with an effect to have started.");
    }
    var at = turn.events().isEmpty() ? Instant.EPOCH : turn.events().getLast().at();
    return new ActivityOffer(activityArn, origin.executionArn(), taskId, at);
  }
}
