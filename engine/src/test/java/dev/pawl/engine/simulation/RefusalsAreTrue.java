package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;

/** Nobody is refused by an owner that does not know the truth. */
final class RefusalsAreTrue implements Invariant {

  @Override
  public void answered(World world, Request request, Decision decision) {
    if (!(decision instanceof Decision.Rejected rejected)) {
      return;
    }
    var truth = world.journal().truth(request.executionArn());
    switch (request.command()) {
      case Command.OfTask task ->
          require(
              !truth.tasks().containsKey(task.taskId()),
              () -> "Expected " + request + " to be accepted, but it is refused: " + rejected);
      case Command.StopExecution ignored ->
          require(
              rejected.reason() != Decision.Reason.ENDED || !truth.isRunning(),
              () -> "Expected " + request + " to be accepted, but it is refused: " + rejected);
      case Command.StartExecution ignored ->
          require(
              truth.origin() != null,
              () -> "Expected " + request + " to be accepted, but it is refused: " + rejected);
      default -> {}
    }
  }
}
