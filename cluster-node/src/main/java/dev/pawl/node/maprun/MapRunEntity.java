package dev.pawl.node.maprun;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.maprun.MapRun;
import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.engine.maprun.MapRunDecider;
import dev.pawl.engine.maprun.MapRunEvent;
import dev.pawl.engine.maprun.MapRunStatus;
import dev.pawl.node.cluster.Ownership;
import dev.pawl.node.observe.LogFields;
import dev.pawl.persistence.journal.IndexChange;
import dev.pawl.persistence.journal.MapRunRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * One Map Run as a sharded, event-sourced actor. What it does follows from {@link MapRun#pending},
 * which is looked at after every row and every answer; children live in {@link LivingChildren}.
 *
 * <p>A child is named in a row before it is started, and its end is counted by the row that tells
 * of it; what a crash leaves open between is found in the index. So no child runs twice, and none
 * is counted twice.
 */
public final class MapRunEntity
    extends EventSourcedBehavior<MapRunEntity.Message, MapRunRow, MapRun> {

  public static final EntityTypeKey<Message> KEY = EntityTypeKey.create(Message.class, "map-run");

  private static final int STASH_MAX = 1_000;
  private static final int CONFIRM_TICKS = 6;

  /** What a Map Run can be told. */
  public sealed interface Message {}

  /** What it can be told from another node. */
  public sealed interface Carried extends Message {}

  /**
   * Begin, if you have not: the plan is in that event of that execution. If you have ended, and the
   * execution has been redriven since, go on.
   *
   * @param redrive how often it has been
   */
  public record Start(String executionArn, long eventId, int redrive, ActorRef<Reply> replyTo)
      implements Carried {}

  /** Nobody waits for you any more. */
  public record Stop() implements Carried {}

  /** A child has ended. May be lost, and may be said twice. */
  public record ChildEnded(long index, ExecutionStatus status) implements Carried {}

  public record Update(MapRunCommand.UpdateLimits limits, ActorRef<Reply> replyTo)
      implements Carried {}

  /**
   * Be in memory.
   *
   * @param seqNr the newest row, as whoever wakes it knows
   */
  public record Wake(long seqNr) implements Carried {}

  /**
   * The answer to {@link Start} and {@link Update}, when it is stored.
   *
   * @param redrive the last redrive of its execution that it has followed
   */
  public record Reply(MapRunStatus status, int redrive) {
    static Reply of(MapRun run) {
      return new Reply(run.status(), run.redriveNumber());
    }
  }

  /** Stop: the shard moves to another node. */
  record HandOff() implements Message {}

  private record Decide() implements Message {}

  private record Tick() implements Message {}

  private record Loaded(@Nullable MapRunWork work, @Nullable Throwable failure)
      implements Message {}

  private record Written(@Nullable Payload result, @Nullable Throwable failure)
      implements Message {}

  private record Told(int redrive, @Nullable Throwable failure) implements Message {}

  private record Confirmed(int redrive, boolean isAwaited) implements Message {}

  /** What {@link LivingChildren} have asked for. */
  record OfChildren(LivingChildren.Answer answer) implements Message {}

  private record Asked(MapRunCommand command, @Nullable ActorRef<Reply> replyTo) {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final MapRunWorld world;
  private final String arn;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Deque<Asked> waiting = new ArrayDeque<>();
  private final List<ActorRef<Reply>> starters = new ArrayList<>();
  private final LivingChildren children;
  private @Nullable MapRunWork work;
  private boolean isDeciding;
  private boolean isLoading;
  private boolean isWriting;
  private boolean isTelling;
  private int redrive;
  private int ticks;

  static Behavior<Message> create(
      MapRunWorld world, String arn, ActorRef<ClusterSharding.ShardCommand> shard) {
    return LogFields.about(
        LogFields.MAP_RUN_ARN,
        arn,
        Behaviors.supervise(
                Behaviors.<Message>setup(context ->
                    Behaviors.withTimers(
                        timers -> new MapRunEntity(world, arn, shard, context, timers))))
            .onFailure(Exception.class, Ownership.restart(STASH_MAX)));
  }

  private MapRunEntity(
      MapRunWorld world,
      String arn,
      ActorRef<ClusterSharding.ShardCommand> shard,
      ActorContext<Message> context,
      TimerScheduler<Message> timers) {
    super(PersistenceId.ofUniqueId(arn), Ownership.restart(STASH_MAX));
    this.world = world;
    this.arn = arn;
    this.shard = shard;
    this.context = context;
    this.timers = timers;
    this.children = new LivingChildren(world, context, timers, command -> ask(command, null));
    timers.startTimerWithFixedDelay(new Tick(), world.settings().watchInterval());
  }

  @Override
  public MapRun emptyState() {
    return MapRun.none();
  }

  @Override
  public EventHandler<MapRun, MapRunRow> eventHandler() {
    return (run, row) -> run.evolve(row.events());
  }

  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public SignalHandler<MapRun> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), run -> recovered(run))
        .onSignal(PostStop.instance(), run -> children.close())
        .onSignal(PreRestart.instance(), run -> children.close())
        .build();
  }

  private void recovered(MapRun run) {
    children.recovered(run);
    // Whoever woke one that has nothing to do has a message for it; a tick lets it go.
    if (run.pending() != MapRun.Pending.NOTHING) {
      goOn(run);
    }
  }

  @Override
  public CommandHandler<Message, MapRunRow, MapRun> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Start.class, this::onStart)
        .onCommand(Stop.class, (run, stop) -> asked(new MapRunCommand.Stop(), null))
        .onCommand(ChildEnded.class, (run, ended) -> asked(children.ended(ended), null))
        .onCommand(Update.class, (run, update) -> asked(update.limits(), update.replyTo()))
        .onCommand(Wake.class, (run, wake) -> onWake(wake))
        .onCommand(Decide.class, (run, decide) -> onDecide(run))
        .onCommand(Loaded.class, this::onLoaded)
        .onCommand(OfChildren.class, this::onChildren)
        .onCommand(Written.class, this::onWritten)
        .onCommand(Told.class, this::onTold)
        .onCommand(Confirmed.class, this::onConfirmed)
        .onCommand(Tick.class, (run, tick) -> onTick(run))
        .onCommand(HandOff.class, (run, handOff) -> onHandOff(run))
        .build();
  }

  // ---- messages

  private Effect<MapRunRow, MapRun> onStart(MapRun run, Start start) {
    if (run.origin() != null) {
      return asked(new MapRunCommand.Redrive(start.redrive()), start.replyTo());
    }
    redrive = start.redrive();
    starters.add(start.replyTo());
    load(start.executionArn(), start.eventId());
    return none();
  }

  private Effect<MapRunRow, MapRun> onWake(Wake wake) {
    if (wake.seqNr() > lastSequenceNumber(context)) {
      throw Ownership.overtaken(arn);
    }
    return none();
  }

  private Effect<MapRunRow, MapRun> asked(
      MapRunCommand command, @Nullable ActorRef<Reply> replyTo) {
    ask(command, replyTo);
    return none();
  }

  private void ask(MapRunCommand command, @Nullable ActorRef<Reply> replyTo) {
    waiting.add(new Asked(command, replyTo));
    if (!isDeciding) {
      isDeciding = true;
      context.getSelf().tell(new Decide());
    }
  }

  /** Decides on all that waits, as one row. */
  private Effect<MapRunRow, MapRun> onDecide(MapRun run) {
    isDeciding = false;
    var events = new ArrayList<MapRunEvent>();
    var answers = new ArrayList<ActorRef<Reply>>();
    var after = run;
    while (!waiting.isEmpty()) {
      var asked = waiting.remove();
      var decided = MapRunDecider.decide(after, asked.command(), world.now());
      events.addAll(decided);
      after = after.evolve(decided);
      if (asked.replyTo() != null) {
        answers.add(asked.replyTo());
      }
    }
    var decided = after;
    if (events.isEmpty()) {
      answers.forEach(replyTo -> replyTo.tell(Reply.of(decided)));
      goOn(run);
      return none();
    }
    return Effect()
        .persist(new MapRunRow(events, after.summary(), index(after)))
        .thenRun(stored -> {
          answers.forEach(replyTo -> replyTo.tell(Reply.of(decided)));
          events.forEach(event -> stored(event, decided));
          goOn(decided);
        });
  }

  private void stored(MapRunEvent event, MapRun run) {
    switch (event) {
      case MapRunEvent.Started ignored -> confirm(run);
      case MapRunEvent.Redriven ignored -> {
        isWriting = false;
        children.redriven();
        confirm(run);
      }
      case MapRunEvent.ChildrenStarted started -> children.start(started.children());
      default -> {}
    }
  }

  private IndexChange index(MapRun run) {
    var origin = run.origin();
    if (origin == null) {
      throw new AssertionError("Expected a stored Map Run to have started.");
    }
    return new IndexChange(
        arn,
        origin.executionArn(),
        arn.substring(arn.lastIndexOf(':') + 1),
        run.status().name(),
        origin.at(),
        run.stoppedAt(),
        null,
        run.pending() == MapRun.Pending.NOTHING ? null : world.incarnation(),
        0,
        0,
        List.of(),
        List.of());
  }

  private Effect<MapRunRow, MapRun> onHandOff(MapRun run) {
    if (run.pending() != MapRun.Pending.NOTHING) {
      world.wake().accept(arn, lastSequenceNumber(context));
    }
    return Effect().stop();
  }

  private Effect<MapRunRow, MapRun> onTick(MapRun run) {
    ticks++;
    if (run.pending() != MapRun.Pending.NOTHING) {
      children.look(run);
      if (!run.status().isEnd() && ticks % CONFIRM_TICKS == 0) {
        confirm(run);
      }
    }
    goOn(run);
    return none();
  }

  // ---- what is to be done

  private void goOn(MapRun run) {
    if (!waiting.isEmpty()) {
      return; // after the next row
    }
    switch (run.pending()) {
      case RUN -> withWork(run, found -> children.runOn(run, found));
      case STOP_CHILDREN -> withWork(run, found -> children.stop(run, found));
      case WRITE_RESULTS -> withWork(run, found -> write(run, found));
      case TELL -> tell(run);
      case NOTHING -> rest();
    }
  }

  private void withWork(MapRun run, Consumer<MapRunWork> then) {
    var origin = run.origin();
    if (work != null) {
      then.accept(work);
    } else if (origin != null) {
      load(origin.executionArn(), origin.eventId());
    }
  }

  private void load(String executionArn, long eventId) {
    if (!isLoading) {
      isLoading = true;
      context.pipeToSelf(world.plans().load(executionArn, eventId), Loaded::new);
    }
  }

  private Effect<MapRunRow, MapRun> onLoaded(MapRun run, Loaded loaded) {
    isLoading = false;
    if (loaded.work() == null) {
      // Asked again: by whoever starts it, or by the next tick.
      context.getLog().warn("Expected to read the plan of {}.", arn, loaded.failure());
      starters.clear();
      return none();
    }
    work = loaded.work();
    if (run.origin() == null) {
      begin(loaded.work());
    } else {
      goOn(run);
    }
    return none();
  }

  private void begin(MapRunWork found) {
    var eventId = found.eventId();
    var start =
        new MapRunCommand.Start(
            arn,
            found.starter().executionArn(),
            eventId,
            found.limits(),
            found.knownItems(),
            redrive);
    ask(start, null);
    starters.forEach(replyTo -> ask(start, replyTo));
    starters.clear();
  }

  private Effect<MapRunRow, MapRun> onChildren(MapRun run, OfChildren message) {
    children.on(message.answer());
    goOn(run);
    return none();
  }

  private void write(MapRun run, MapRunWork found) {
    if (isWriting) {
      return;
    }
    isWriting = true;
    var stopping = run.stopping();
    if (stopping != null && (stopping.end() == MapRunStatus.ABORTED || run.nextChild() == 0)) {
      ask(new MapRunCommand.Finish(null), null);
    } else {
      context.pipeToSelf(
          world.block(() -> world.writeResults(found, stopping == null)), Written::new);
    }
  }

  private Effect<MapRunRow, MapRun> onWritten(MapRun run, Written written) {
    var failure = written.failure();
    if (failure == null) {
      return asked(new MapRunCommand.Finish(written.result()), null);
    }
    var failed = Trouble.ofWriting(failure, work == null ? "" : work.plan().state());
    if (failed != null) {
      return asked(failed, null);
    }
    context.getLog().warn("Expected to write the results of {}; it is tried again.", arn, failure);
    isWriting = false;
    return none();
  }

  private void tell(MapRun run) {
    var end = run.end();
    var origin = run.origin();
    if (isTelling || end == null || origin == null) {
      return;
    }
    isTelling = true;
    var result = end.result();
    var command =
        end.status() == MapRunStatus.SUCCEEDED && result != null
            ? new Command.SucceedMapRun(arn, run.redriveNumber(), result)
            : new Command.FailMapRun(arn, run.redriveNumber(), end.error(), end.cause());
    context.pipeToSelf(
        world.executions().tell(origin.executionArn(), command),
        (isAwaited, failure) -> new Told(run.redriveNumber(), failure));
  }

  private Effect<MapRunRow, MapRun> onTold(MapRun run, Told told) {
    isTelling = false;
    return told.failure() == null
        ? asked(new MapRunCommand.ConfirmTold(told.redrive()), null)
        : none();
  }

  /** Asks the execution whether it waits, and lets it know that there is somebody to wait for. */
  private void confirm(MapRun run) {
    var origin = run.origin();
    if (origin == null) {
      return;
    }
    var redrive = run.redriveNumber();
    context.pipeToSelf(
        world.executions().tell(origin.executionArn(), new Command.ConfirmMapRun(arn, redrive)),
        (isAwaited, failure) -> new Confirmed(redrive, failure != null || isAwaited));
  }

  private Effect<MapRunRow, MapRun> onConfirmed(MapRun run, Confirmed confirmed) {
    return confirmed.isAwaited() || confirmed.redrive() != run.redriveNumber()
        ? none()
        : asked(new MapRunCommand.Stop(), null);
  }

  private void rest() {
    if (starters.isEmpty() && !isLoading) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
  }

  private Effect<MapRunRow, MapRun> none() {
    return Effect().none();
  }
}
