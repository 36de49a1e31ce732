package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionSnapshot;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Mistakes that a world can be told to make, to prove that the invariants would notice them; and
 * the invariant that must.
 */
enum Mistake {
  NONE(null),
  /** After a recovery one effect that is still to be done is not asked for. */
  EFFECT_NOT_ASKED_AGAIN(NothingSleepsForEver.class),
  /** A snapshot says that it knows a row more than it does. */
  SNAPSHOT_OF_ANOTHER_ROW(ReplayGivesTheLiveState.class),
  /** The database keeps only the first events of a row. */
  TORN_BATCH(ReplayGivesTheLiveState.class),
  /** A woken execution writes its first row without saying who keeps it or when to wake it. */
  WOKEN_WITHOUT_INDEX(NothingSleepsForEver.class),
  /** An execution that only waits is stored without the time of its next timer. */
  PARKED_WITHOUT_WAKE_TIME(NothingSleepsForEver.class),
  /** An execution that has something under way is stored without who keeps it. */
  HOT_WITHOUT_OWNER(NothingSleepsForEver.class),
  /** A sweep wakes an execution without saying how far it is: a stale owner goes on sleeping. */
  WAKE_WITHOUT_ROW(NothingSleepsForEver.class),
  /** An answer that comes late is given to whatever task is waited for by then. */
  LATE_ANSWER_APPLIED(NoAnswerIsAppliedTwice.class),
  /** An answer that was taken, and comes again, is given to whatever task is waited for by then. */
  SECOND_ANSWER_APPLIED(NoAnswerIsAppliedTwice.class),
  /** A refusal is given without asking the database who owns the execution. */
  REFUSAL_UNCONFIRMED(RefusalsAreTrue.class),
  /** A worker is refused a task without asking the database who owns the execution. */
  REFUSED_TAKE_UNCONFIRMED(RefusalsAreTrue.class),
  /** The asker is answered before the row is stored. */
  ACKNOWLEDGED_TOO_SOON(AcknowledgedIsDurable.class),
  /** The database takes a row whose place is taken. */
  NO_FENCE(HistoryMovesOnce.class),
  /** A timer fires a little before its time. */
  TIMER_EARLY(TimersAreNeverEarly.class),
  /** Something is decided as if the execution were not paused. */
  PAUSE_FORGOTTEN(APausedExecutionStandsStill.class),
  /** An offered task is only remembered by the node. */
  OFFER_NOT_STORED(EveryOfferIsFound.class),
  /** Permits are given without asking whether somebody else has given some meanwhile. */
  GRANT_UNFENCED(NeverMoreThanTheLimit.class),
  /** A permit is free before the end of its execution is stored. */
  PERMIT_RETURNED_TOO_SOON(NeverMoreThanTheLimit.class),
  /** The end of an execution is stored without giving its permit back. */
  PERMIT_KEPT(PermitsComeBack.class),
  /** An execution hears only once that its permit is there. */
  GRANT_TOLD_ONCE(NothingSleepsForEver.class),
  /** Nobody looks whether somebody waits; only a permit that comes back is given on. */
  QUEUE_NOT_SWEPT(NothingSleepsForEver.class),
  /** Who comes last goes first. */
  NEWEST_FIRST(PermitsAreGivenInOrder.class),
  /** The database takes a row of a Map Run whose place is taken. */
  NO_FENCE_FOR_MAP_RUNS(MapRunsMoveOnce.class),
  /** Children are started while the row that names them is on its way. */
  CHILD_STARTED_BEFORE_ITS_ROW(NoChildRunsUnnamed.class),
  /** After a recovery a child whose start was lost is not started again. */
  LOST_START_NOT_REPEATED(NothingSleepsForEver.class),
  /** A child whose start was lost is started again with the first items. */
  CHILD_READ_FROM_ANOTHER_PLACE(EveryItemHasOneChild.class),
  /** Nobody looks for the ends of children that were not told. */
  CHILD_ENDS_NOT_LOOKED_UP(NothingSleepsForEver.class),
  /** A Map Run that ends badly counts its children as stopped, and does not stop them. */
  CHILDREN_NOT_STOPPED(ChildrenAreCountedAsTheyEnded.class),
  /** A Map Run says that its execution knows of its end, and has not told it. */
  END_NOT_TOLD(NothingSleepsForEver.class);

  private final @Nullable Class<? extends Invariant> noticedBy;

  Mistake(@Nullable Class<? extends Invariant> noticedBy) {
    this.noticedBy = noticedBy;
  }

  /** The name of the invariant that it breaks. */
  String brokenInvariant() {
    return Objects.requireNonNull(noticedBy).getSimpleName();
  }

  /** An execution of which nobody knows that it is paused. */
  static Execution forgotten(Execution execution) {
    var known = ExecutionSnapshot.of(execution);
    if (known.origin() == null) {
      return execution;
    }
    return new ExecutionSnapshot(
            known.origin(),
            known.startedAt(),
            known.status(),
            known.timeoutAt(),
            known.lastEventId(),
            known.nextScope(),
            known.scopes(),
            known.answers(),
            known.output(),
            known.error(),
            known.cause(),
            known.stoppedAt(),
            known.starterTold(),
            known.redrives(),
            known.remains(),
            known.permit(),
            null,
            known.signals(),
            known.signalIds(),
            known.nextSignal())
        .execution();
  }

  /** What becomes of a row by it. */
  Journal.Row inRow(Journal.Row row, boolean isWoken) {
    var index = Objects.requireNonNull(row.index());
    return switch (this) {
      case WOKEN_WITHOUT_INDEX -> isWoken ? row.withoutIndex() : row;
      case PARKED_WITHOUT_WAKE_TIME ->
          row.withIndex(new Journal.Index(index.running(), index.owner(), null));
      case HOT_WITHOUT_OWNER ->
          row.withIndex(new Journal.Index(index.running(), null, index.wakeAt()));
      case OFFER_NOT_STORED -> row.withoutOffers();
      case PERMIT_KEPT -> row.permit() instanceof Effect.ReturnPermit ? row.withoutPermit() : row;
      default -> row;
    };
  }
}
