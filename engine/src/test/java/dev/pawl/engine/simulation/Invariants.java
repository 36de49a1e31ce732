package dev.pawl.engine.simulation;

import java.util.List;

/** All that must hold. Each life has its own, because some remember what they saw. */
final class Invariants {
  private Invariants() {}

  static List<Invariant> all() {
    return List.of(
        new HistoryMovesOnce(),
        new ReplayGivesTheLiveState(),
        new OneTerminalEventPerExecution(),
        new EventIdsAreGapFree(),
        new PreviousEventIdsPointBackIntoTheSameChain(),
        new NoAnswerIsAppliedTwice(),
        new EffectsBetweenEqualsPendingDifference(),
        new TimersAreNeverEarly(),
        new AcknowledgedIsDurable(),
        new RefusalsAreTrue(),
        new EveryTaskEndsOnce(),
        new StateEnteredHasExitOrEnd(),
        new HistoriesStayWithinTheirLimit(),
        new EveryOfferIsFound(),
        new NeverMoreThanTheLimit(),
        new PermitsAreGivenInOrder(),
        new APausedExecutionStandsStill(),
        new EverySignalIsTakenOnce(),
        new MapRunsMoveOnce(),
        new EveryItemHasOneChild(),
        new NoChildRunsUnnamed(),
        new ConcurrencyIsKept(),
        new NothingSleepsForEver(),
        new NoMapRunOutlivesItsExecution(),
        new ChildrenAreCountedAsTheyEnded(),
        new PermitsComeBack());
  }
}
