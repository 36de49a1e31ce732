package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Nobody is refused by an owner that does not know the truth. */
final class RefusalsAreTrue implements Invariant {
  private final Set<String> offeredAnew = new HashSet<>();

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

  /**
   * A task that waited for the end of a pause is offered anew after that, to whom it was refused
   * too.
   */
  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    if (events.stream().anyMatch(recorded -> recorded.event() instanceof Event.ExecutionResumed)) {
      Effects.pending(world.journal().truth(arn)).stream()
          .flatMap(effect ->
              effect instanceof Effect.OfferTask offer ? Stream.of(offer.taskId()) : Stream.empty())
          .forEach(task -> offeredAnew.add(arn + "#" + task));
    }
  }

  @Override
  public void refused(World world, String arn, Message.Take take) {
    require(
        offeredAnew.contains(arn + "#" + take.taskId())
            || Effects.pending(world.journal().truth(arn)).stream()
                .noneMatch(effect ->
                    effect instanceof Effect.OfferTask offer && offer.taskId() == take.taskId()),
        () -> "Expected " + take + " of " + arn + " to be given, but it is refused.");
  }
}
