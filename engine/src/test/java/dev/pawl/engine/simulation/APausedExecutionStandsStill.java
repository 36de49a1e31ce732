package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;

/**
 * Between its pause and its resumption nothing happens in an execution but what was under way, or
 * that it is stopped. What was under way may fill its history, and then it fails.
 */
final class APausedExecutionStandsStill implements Invariant {

  @Override
  public void appending(World world, String arn, long number, Journal.Row row) {
    var execution = world.journal().truth(arn);
    for (var recorded : row.events()) {
      var paused = execution.isPaused();
      require(
          !paused || isStill(recorded.event()) || isFull(world, recorded),
          () -> "Expected " + arn + " to stand still, but found " + recorded);
      execution = execution.evolve(recorded);
    }
  }

  private static boolean isFull(World world, Recorded recorded) {
    return recorded.event() instanceof Event.ExecutionFailed
        && recorded.id() == world.decider().quotas().historyEventsMax();
  }

  private static boolean isStill(Event event) {
    return switch (event) {
      case Event.ExecutionPaused ignored -> true;
      case Event.ExecutionResumed ignored -> true;
      case Event.ExecutionAborted ignored -> true;
      case Event.ExecutionMigrated ignored -> true;
      case Event.MapRunConfirmed ignored -> true;
      case Event.PermitTaken ignored -> true;
      case Event.ResultKept ignored -> true;
      case Event.TaskStarted ignored -> true;
      case Event.TaskSubmitted ignored -> true;
      case Event.TaskAnswered ignored -> true;
      case Event.TaskHeartbeat ignored -> true;
      case Event.HeartbeatSpared ignored -> true;
      case Event.SignalReceived ignored -> true;
      default -> false;
    };
  }
}
