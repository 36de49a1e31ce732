package dev.pawl.node.execution;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionShell;
import dev.pawl.engine.execution.ExecutionShell.Turn;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.execution.Pause;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.cluster.Ownership;
import dev.pawl.node.observe.ExecutionWatch;
import dev.pawl.persistence.journal.ExecutionRow;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * One execution as a sharded, event-sourced actor. It stays thin: it stores, replies and keeps the
 * one timer; the order is {@link ExecutionShell}'s and the thinking the engine's.
 *
 * <p>All commands that arrive while a row is being written are decided together into the next row:
 * each command is only queued, and {@code Decide}, which the actor sends itself, comes after all
 * that were stashed meanwhile.
 */
public final class ExecutionEntity
    extends EventSourcedBehavior<ExecutionEntity.Message, ExecutionRow, Execution> {

  public static final EntityTypeKey<Message> KEY = EntityTypeKey.create(Message.class, "execution");

  /** What an execution can be told. */
  public sealed interface Message {}

  /** What it can be told from another node. */
  public sealed interface Carried extends Message {}

  /** Decide this; answered once it is stored. */
  public record Ask(Command command, @Nullable ActorRef<Reply> replyTo) implements Carried {}

  /** A worker takes a task, if it still waits for one. */
  public record Take(long taskId, @Nullable String workerName, ActorRef<Taken> replyTo)
      implements Carried {}

  /** The worker has the task that was taken for it. */
  public record Confirm(long taskId) implements Carried {}

  /** Nobody says that the worker has the task that was taken for it. */
  record TakeBack(long taskId) implements Carried {}

  /**
   * Be in memory, and look at your timers.
   *
   * @param seqNr the newest row, as whoever wakes it knows: an owner that does not know it is stale
   */
  public record Wake(long seqNr) implements Carried {}

  /** Go, when there is nothing more to do. */
  public record Passivate() implements Message {}

  /**
   * Stop: the shard moves to another node, or you have asked for it. What waits is decided first,
   * and what cannot sleep is woken where the shard goes.
   */
  record HandOff() implements Message {}

  /** It has been under way for a while; that node brings it to a worker. */
  private record UnderWay(long taskId, Address by, Instant until) implements Message {}

  private record Decide() implements Message {}

  private record TimerDue() implements Message {}

  private record StoreSoftFacts() implements Message {}

  private record MachineLoaded(
      String hash, @Nullable StateMachine machine, @Nullable Throwable failure)
      implements Message {}

  private record Confirmed(Consumer<Execution> answer, long newest) implements Message {}

  /**
   * The answer to {@link Ask}.
   *
   * @param refused why it was refused; null if it was accepted
   * @param repeatsStart whether a refused start asked for the very execution that there is
   * @param redrivenAt when the redrive that was asked for, or the last one, was
   * @param message of a refusal
   * @param pause why it does not go on; null = it does
   */
  public record Reply(
      Decision.@Nullable Reason refused,
      ExecutionStatus status,
      @Nullable Instant startedAt,
      @Nullable Instant stoppedAt,
      boolean repeatsStart,
      @Nullable Instant redrivenAt,
      @Nullable String message,
      @Nullable Pause pause) {}

  /** The answer to {@link Take}: the task, or null if it no longer waits for a worker. */
  public record Taken(@Nullable String taskToken, @Nullable Payload input) {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final ExecutionWorld world;
  private final String arn;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final ExecutionShell<ActorRef<Reply>> shell;
  private final ExecutionWatch.OfOne watch;
  private final SnapshotRule snapshots;
  private final KnownMachines machines;
  private final Idleness idleness;
  private boolean isDeciding;
  private boolean isLeaving;
  private int confirming;

  ExecutionEntity(
      ExecutionWorld world,
      String arn,
      ActorRef<ClusterSharding.ShardCommand> shard,
      ActorContext<Message> context,
      TimerScheduler<Message> timers) {
    super(PersistenceId.ofUniqueId(arn)); // what fails is made anew by its supervisor
    this.world = world;
    this.arn = arn;
    this.shard = shard;
    this.context = context;
    this.timers = timers;
    this.shell = new ExecutionShell<>(world.decider());
    this.watch = world.watch().of(arn);
    this.snapshots = new SnapshotRule(world.settings());
    this.machines = new KnownMachines(world.machines(), this::coming);
    this.idleness =
        new Idleness(
            world.settings().idleTimeout(),
            world.settings().idleCheck(),
            world.room(),
            System::nanoTime);
    context.setReceiveTimeout(idleness.check(), new Passivate());
    world.room().holds(arn, 0);
  }

  @Override
  public Execution emptyState() {
    return Execution.none();
  }

  @Override
  public EventHandler<Execution, ExecutionRow> eventHandler() {
    return (execution, row) -> {
      snapshots.seen(row);
      return world.quarantine().guard(arn, () -> row.evolved(execution));
    };
  }

  /** Our own snapshots come as the first row of the journal, where there is one. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public SignalHandler<Execution> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .onSignal(
            RecoveryFailed.class,
            (execution, failed) -> world.quarantine().unread(arn, failed.getFailure()))
        .onSignal(PostStop.instance(), execution -> world.left(arn))
        .build();
  }

  /** Everything still to be done is asked for again. */
  private void recovered(Execution execution) {
    world.room().holds(arn, snapshots.size());
    if (execution.origin() != null) {
      watch.recovered();
    }
    if (execution.isRunning() && execution.origin() != null) {
      machines.runOwn(execution);
      shell.ask(new Command.Resume(), null);
      shell.ask(new Command.FireTimers(), null);
      if (!heedsMachine(execution)) {
        Effects.pending(execution).forEach(this::start);
      }
      schedule(execution);
      decideSoon();
    } else if (Effects.needsOwner(execution)) {
      Effects.pending(execution).forEach(this::start);
    }
  }

  @Override
  public CommandHandler<Message, ExecutionRow, Execution> commandHandler() {
    var handlers =
        newCommandHandlerBuilder()
            .forAnyState()
            .onCommand(Ask.class, this::onAsk)
            .onCommand(Take.class, this::onTake)
            .onCommand(Confirm.class, (execution, confirm) -> onConfirm(confirm))
            .onCommand(TakeBack.class, this::onTakeBack)
            .onCommand(UnderWay.class, this::onUnderWay)
            .onCommand(Wake.class, (execution, wake) -> onWake(execution, wake))
            .onCommand(TimerDue.class, (execution, due) -> onWake(execution))
            .onCommand(Decide.class, (execution, decide) -> onDecide(execution))
            .onCommand(StoreSoftFacts.class, (execution, store) -> deciding())
            .onCommand(MachineLoaded.class, this::onMachineLoaded)
            .onCommand(Confirmed.class, this::onConfirmed)
            .onCommand(Passivate.class, (execution, passivate) -> onPassivate(execution))
            .onCommand(HandOff.class, (execution, handOff) -> onHandOff(execution))
            .build();
    return (execution, message) -> {
      if (!(message instanceof Passivate)) {
        idleness.ends();
      }
      return handlers.apply(execution, message);
    };
  }

  // ---- messages

  private Effect<ExecutionRow, Execution> onAsk(Execution execution, Ask ask) {
    machines.expect(execution, ask.command());
    shell.ask(ask.command(), ask.replyTo());
    return deciding();
  }

  private Effect<ExecutionRow, Execution> onTake(Execution execution, Take take) {
    if (!heedsMachine(execution) && isGiven(execution, take)) {
      return Effect().none();
    }
    if (shell.hasGiven(take.taskId())) {
      take.replyTo().tell(new Taken(null, null));
    } else {
      // By then a pause may be over that has kept it from being given.
      confirm(then -> {
        if (!isGiven(then, take)) {
          take.replyTo().tell(new Taken(null, null));
        }
      });
    }
    return Effect().none();
  }

  private boolean isGiven(Execution execution, Take take) {
    var task = shell.lend(execution, take.taskId(), take.workerName(), world.now());
    task.ifPresent(lent -> {
      take.replyTo().tell(new Taken(lent.taskToken(), lent.input()));
      var until = world.now().plus(world.settings().takeConfirmationMax());
      waitFor(new UnderWay(take.taskId(), take.replyTo().path().address(), until));
    });
    return task.isPresent();
  }

  private void waitFor(UnderWay task) {
    timers.startSingleTimer(new TakeBack(task.taskId()), task, world.settings().takeConfirmation());
  }

  private Effect<ExecutionRow, Execution> onUnderWay(Execution execution, UnderWay task) {
    if (world.mayBeUnderWay(task.by(), task.until())) {
      waitFor(task);
      return Effect().none();
    }
    return onTakeBack(execution, new TakeBack(task.taskId()));
  }

  private Effect<ExecutionRow, Execution> onConfirm(Confirm confirm) {
    timers.cancel(new TakeBack(confirm.taskId()));
    shell.confirm(confirm.taskId());
    if (shell.hasSoftFacts()) {
      timers.startSingleTimer(new StoreSoftFacts(), world.settings().softFactDelay());
    }
    return Effect().none();
  }

  private Effect<ExecutionRow, Execution> onTakeBack(Execution execution, TakeBack back) {
    timers.cancel(back);
    shell.takeBack(execution, back.taskId()).ifPresent(offer -> world.tasks().offer(arn, offer));
    return Effect().none();
  }

  private Effect<ExecutionRow, Execution> onWake(Execution execution, Wake wake) {
    if (wake.seqNr() > lastSequenceNumber(context)) {
      throw Ownership.overtaken(arn);
    }
    return onWake(execution);
  }

  private Effect<ExecutionRow, Execution> onWake(Execution execution) {
    if (!execution.isRunning() || heedsMachine(execution)) {
      return Effect().none();
    }
    var due = execution.nextTimer().filter(time -> !time.isAfter(world.now()));
    if (due.isPresent()) {
      watch.timerFired(due.get(), world.now());
      shell.ask(new Command.FireTimers(), null);
      return deciding();
    }
    schedule(execution);
    return Effect().none();
  }

  /** Whether it has to learn that its machine is paused, or that it is not any more. */
  private boolean heedsMachine(Execution execution) {
    var heeds = world.pauses().concerns(execution);
    if (heeds) {
      shell.ask(new Command.HeedMachine(), null);
      decideSoon();
    }
    return heeds;
  }

  private Effect<ExecutionRow, Execution> deciding() {
    decideSoon();
    return Effect().none();
  }

  private void decideSoon() {
    if (!isDeciding) {
      isDeciding = true;
      context.getSelf().tell(new Decide());
    }
  }

  private Effect<ExecutionRow, Execution> onDecide(Execution execution) {
    isDeciding = false;
    if (machines.isLoading() || (machines.machine() == null && execution.isRunning())) {
      return Effect().none(); // MachineLoaded decides
    }
    if (!shell.isWaiting() && !shell.hasSoftFacts()) {
      return Effect().none();
    }
    var now = world.moment(machines::find, machines.stateMachineArn(execution));
    var definition = Objects.requireNonNullElse(machines.machine(), world.noMachine());
    var turn = world.quarantine().guard(arn, () -> shell.turn(definition, execution, now));
    if (!turn.events().isEmpty()) {
      var number = lastSequenceNumber(context) + 1;
      return Effect()
          .persist(snapshots.next(world.row(turn), number, turn.after()))
          .thenRun(stored -> stored(turn));
    }
    if (turn.needsConfirmation()) {
      confirm(then -> Replies.send(turn));
    } else {
      schedule(execution);
      leaveIfTold();
    }
    return shell.isWaiting() ? deciding() : Effect().none();
  }

  private Effect<ExecutionRow, Execution> onMachineLoaded(
      Execution execution, MachineLoaded loaded) {
    if (loaded.machine() == null) {
      throw new IllegalStateException(
          "Expected the definition of " + arn + " to be readable.", loaded.failure());
    }
    machines.loaded(loaded.hash(), loaded.machine());
    return deciding();
  }

  /**
   * A refusal counts only if this owner has seen every row there was when the database was asked.
   */
  private Effect<ExecutionRow, Execution> onConfirmed(Execution execution, Confirmed confirmed) {
    if (Ownership.isOvertaken(lastSequenceNumber(context), confirmed.newest())) {
      throw Ownership.overtaken(arn);
    }
    confirming--;
    confirmed.answer().accept(execution);
    if (ExecutionWorld.isOver(execution)) {
      leave();
    }
    leaveIfTold();
    return Effect().none();
  }

  private Effect<ExecutionRow, Execution> onPassivate(Execution execution) {
    if (!idleness.isEnough()) {
      return Effect().none();
    }
    if (shell.hasSoftFacts()) {
      return deciding();
    }
    if (!shell.isWaiting() && !Effects.needsOwner(execution)) {
      leave();
    }
    return Effect().none();
  }

  private Effect<ExecutionRow, Execution> onHandOff(Execution execution) {
    isLeaving = true;
    shell.confirmAll();
    if (shell.isWaiting() || shell.hasSoftFacts()) {
      return deciding();
    }
    if (confirming > 0) {
      return Effect().none();
    }
    if (Effects.needsOwner(execution)) {
      world.wake().accept(arn, lastSequenceNumber(context));
    }
    return Effect().stop();
  }

  private void leaveIfTold() {
    if (isLeaving && !shell.isWaiting()) {
      context.getSelf().tell(new HandOff());
    }
  }

  // ---- after the commit

  private void stored(Turn<ActorRef<Reply>> turn) {
    watch.stored(turn.before(), turn.after(), turn.events());
    world.room().holds(arn, snapshots.size());
    if (turn.after().origin() != null) {
      machines.runs(turn.after().origin().definitionHash());
    }
    world.followers().moved(arn, lastSequenceNumber(context), turn.after().isRunning());
    turn.effects().forEach(this::start);
    Replies.send(turn);
    if (turn.after().isRunning()) {
      schedule(turn.after());
    } else {
      timers.cancelAll();
      world.tellMapRun(turn);
      if (ExecutionWorld.isOver(turn.after())) {
        leave();
      }
    }
    if (shell.isWaiting()) {
      decideSoon();
    }
    leaveIfTold();
  }

  private void confirm(Consumer<Execution> answer) {
    confirming++;
    context.pipeToSelf(
        world.newestRow(arn),
        (newest, failure) -> {
          if (failure != null) {
            throw new IllegalStateException("Expected the database to answer.", failure);
          }
          return new Confirmed(answer, newest);
        });
  }

  private void start(dev.pawl.engine.execution.Effect effect) {
    if (effect instanceof dev.pawl.engine.execution.Effect.Continue) {
      shell.ask(new Command.Continue(), null);
      decideSoon();
    } else {
      world.start(arn, effect);
    }
  }

  /** Keeps the one timer: the soonest of the execution, or a look at it before. */
  private void schedule(Execution execution) {
    execution
        .nextTimer()
        .map(world::delayUntil)
        .ifPresent(delay -> timers.startSingleTimer(new TimerDue(), delay));
  }

  private void leave() {
    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
  }

  private void coming(String definitionHash, CompletionStage<StateMachine> machine) {
    context.pipeToSelf(
        machine, (found, failure) -> new MachineLoaded(definitionHash, found, failure));
  }
}
