package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;

/** Nobody is refused by an owner that does not know the truth. */
final class RefusalsAreTrue implements Invariant {

  @Override
  public void answered(World world, Request request, Decision decision) {
    if (!(decision instanceof Decision.Rejected rejected)) {
      return;
    }
    var truth = world.journal().truth(request.executionArn());
    switch (request.command()) {
      case Command.OfTask ignored when rejected.reason() == Decision.Reason.NOT_SUBMITTED -> {
        // No answer at all: ask again.
      }
      case Command.OfTask task ->
          require(
              !truth.tasks().containsKey(task.taskId()),
              () -> "Expected " + request + " to be accepted, but it is refused: " + rejected);
      case Command.StopExecution ignored ->
          require(
              rejected.reason() != Decision.Reason.ENDED
                  || !truth.isRunning()
                  || truth.redriveCount() > 0,
              () -> "Expected " + request + " to be accepted, but it is refused: " + rejected);
      case Command.StartExecution ignored ->
          require(
              truth.origin() != null,
              () -> "Expected " + request + " to be accepted, but it is refused: " + rejected);
      default -> {}
    }
  }

  @Override
  public void refused(World world, String arn, Message.Take take) {
    require(
        Effects.pending(world.journal().truth(arn)).stream()
            .noneMatch(effect ->
                effect instanceof Effect.OfferTask offer && offer.taskId() == take.taskId()),
        () -> "Expected " + take + " of " + arn + " to be given, but it is refused.");
  }
}
