package dev.pawl.node.execution;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.persistence.index.MigratedTo;
import dev.pawl.persistence.journal.ExecutionRow;
import dev.pawl.persistence.journal.IndexChange;
import dev.pawl.persistence.journal.PermitChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
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
 * Stands in for an execution that is in {@link Quarantine}: it reads no more of the events than who
 * it is, and does nothing but stop it when asked to. Whatever else it is told is not answered, so
 * that its senders ask again, later.
 */
final class SetAside
    extends EventSourcedBehavior<ExecutionEntity.Message, ExecutionRow, SetAside.Known> {

  private final ExecutionWorld world;
  private final String arn;
  private final Instant until;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final ActorContext<ExecutionEntity.Message> context;

  /** What is known of it without understanding its events. */
  record Known(
      Event.@Nullable ExecutionStarted origin,
      @Nullable Instant startedAt,
      long lastEventId,
      @Nullable Instant stoppedAt,
      int redrives,
      @Nullable Instant redrivenAt) {

    static final Known NOTHING = new Known(null, null, 0, null, 0, null);

    Known and(ExecutionRow row) {
      var known = row.snapshot().map(Known::of).orElse(this);
      for (var recorded : row.events()) {
        known = known.and(recorded);
      }
      return known;
    }

    private static Known of(Execution execution) {
      return new Known(
          execution.origin(),
          execution.startedAt(),
          execution.lastEventId(),
          execution.stoppedAt(),
          execution.redriveCount(),
          execution.redrivenAt());
    }

    private Known and(Recorded recorded) {
      var id = Math.max(lastEventId, recorded.id());
      return switch (recorded.event()) {
        case Event.ExecutionStarted e -> new Known(e, recorded.at(), id, null, 0, null);
        case Event.ExecutionRedriven e ->
            new Known(origin, startedAt, id, null, redrives + 1, recorded.at());
        case Event.ExecutionMigrated e ->
            new Known(
                Objects.requireNonNull(origin).pinnedTo(e.to()),
                startedAt,
                id,
                stoppedAt,
                redrives,
                redrivenAt);
        case Event.ExecutionSucceeded e -> ended(id, recorded.at());
        case Event.ExecutionFailed e -> ended(id, recorded.at());
        case Event.ExecutionAborted e -> ended(id, recorded.at());
        case Event.ExecutionTimedOut e -> ended(id, recorded.at());
        default -> new Known(origin, startedAt, id, stoppedAt, redrives, redrivenAt);
      };
    }

    private Known ended(long id, Instant at) {
      return new Known(origin, startedAt, id, at, redrives, redrivenAt);
    }
  }

  SetAside(
      ExecutionWorld world,
      String arn,
      Instant until,
      ActorRef<ClusterSharding.ShardCommand> shard,
      ActorContext<ExecutionEntity.Message> context) {
    super(PersistenceId.ofUniqueId(arn));
    this.world = world;
    this.arn = arn;
    this.until = until;
    this.shard = shard;
    this.context = context;
    context.setReceiveTimeout(world.settings().idleTimeout(), new ExecutionEntity.Passivate());
  }

  @Override
  public Known emptyState() {
    return Known.NOTHING;
  }

  @Override
  public EventHandler<Known, ExecutionRow> eventHandler() {
    return Known::and;
  }

  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public SignalHandler<Known> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            known -> world.park(arn, lastSequenceNumber(context), until))
        .onSignal(PostStop.instance(), known -> world.left(arn))
        .build();
  }

  @Override
  public CommandHandler<ExecutionEntity.Message, ExecutionRow, Known> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(ExecutionEntity.Ask.class, this::onAsk)
        .onCommand(ExecutionEntity.HandOff.class, (known, stop) -> Effect().stop())
        .onAnyCommand((known, other) -> leaveIfTime());
  }

  private Effect<ExecutionRow, Known> onAsk(Known known, ExecutionEntity.Ask ask) {
    if (ask.command() instanceof Command.StopExecution stop && known.origin() != null) {
      return known.stoppedAt() == null ? stop(known, stop, ask) : repeat(known, ask);
    }
    return leaveIfTime();
  }

  /** Whoever it is needed for comes again: it is then tried as a whole. */
  private Effect<ExecutionRow, Known> leaveIfTime() {
    if (world.quarantine().until(arn).isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
    return Effect().none();
  }

  private Effect<ExecutionRow, Known> stop(
      Known known, Command.StopExecution stop, ExecutionEntity.Ask ask) {
    var now = world.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    var aborted =
        new Recorded(
            known.lastEventId() + 1,
            0,
            0,
            now,
            new Event.ExecutionAborted(stop.error(), stop.cause()));
    return Effect()
        .persist(ExecutionRow.of(List.of(aborted), index(known, now)))
        .thenRun(stopped -> {
          world.quarantine().release(arn);
          answer(ask, stopped, null);
          world.permits().moved(Objects.requireNonNull(known.origin()).stateMachineArn());
          shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        });
  }

  private Effect<ExecutionRow, Known> repeat(Known known, ExecutionEntity.Ask ask) {
    answer(ask, known, Decision.Reason.ENDED);
    return Effect().none();
  }

  private static void answer(
      ExecutionEntity.Ask ask, Known known, Decision.@Nullable Reason refused) {
    if (ask.replyTo() != null) {
      ask.replyTo()
          .tell(
              new ExecutionEntity.Reply(
                  refused,
                  ExecutionStatus.ABORTED,
                  known.startedAt(),
                  known.stoppedAt(),
                  false,
                  known.redrivenAt(),
                  null,
                  null));
    }
  }

  private IndexChange index(Known known, Instant stoppedAt) {
    var origin = Objects.requireNonNull(known.origin());
    var stopped =
        new IndexChange(
            origin.executionArn(),
            origin.stateMachineArn(),
            origin.name(),
            ExecutionStatus.ABORTED.name(),
            Objects.requireNonNull(known.startedAt()),
            stoppedAt,
            null,
            null,
            known.lastEventId() + 1,
            known.lastEventId() + 1,
            List.of(),
            List.of(),
            null,
            origin.revision().versionArn(),
            origin.revision().aliasArn(),
            known.redrives(),
            known.redrivenAt(),
            MigratedTo.text(origin));
    // It is not known whether it has one.
    return stopped.with(new PermitChange.Return());
  }
}
