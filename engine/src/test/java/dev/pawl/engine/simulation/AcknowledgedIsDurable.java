package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What somebody is told has happened is in the database by then. */
final class AcknowledgedIsDurable implements Invariant {
  private final Set<String> answers = new HashSet<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> paused = new HashSet<>();

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    for (var recorded : events) {
      switch (recorded.event()) {
        case Event.TaskSucceeded e -> answers.add(e.output().node().path("answer").asText());
        case Event.TaskFailed e -> answers.add(String.valueOf(e.cause()));
        case Event.ResultKept e ->
            answers.add(
                e.output() == null
                    ? String.valueOf(e.cause())
                    : e.output().node().path("answer").asText());
        case Event.SignalReceived e -> answers.add(e.signalId());
        case Event.ExecutionPaused ignored -> paused.add(arn);
        default -> {}
      }
    }
  }

  @Override
  public void answered(World world, Request request, Decision decision) {
    if (decision instanceof Decision.Rejected) {
      return;
    }
    var truth = world.journal().truth(request.executionArn());
    require(truth.origin() != null, () -> "Expected " + request + " to be stored, but nothing is.");
    acknowledged.add(request.executionArn());
    switch (request.command()) {
      case Command.StopExecution ignored ->
          require(
              !truth.isRunning() || truth.redriveCount() > 0,
              () -> "Expected " + request + " to be stored, but it runs.");
      case Command.SucceedTask e ->
          applied(world, request, e.output().node().path("answer").asText());
      case Command.FailTask e -> applied(world, request, String.valueOf(e.cause()));
      case Command.SignalExecution e -> applied(world, request, e.signalId());
      case Command.PauseExecution ignored ->
          require(
              paused.contains(request.executionArn()),
              () -> "Expected " + request + " to be stored, but it was never paused.");
      default -> {}
    }
  }

  private void applied(World world, Request request, String answer) {
    var isFull =
        world.journal().truth(request.executionArn()).lastEventId()
            == world.decider().quotas().historyEventsMax();
    require(
        answers.contains(answer) || isFull || isTooLarge(request),
        () -> "Expected the answer of " + request + " to be stored, but it is not.");
  }

  private static boolean isTooLarge(Request request) {
    return request.command() instanceof Command.SucceedTask task
        && task.output().node().has("large");
  }

  @Override
  public void ended(World world) {
    for (var arn : acknowledged) {
      require(
          world.journal().recovered(arn, 0, 0).origin() != null,
          () -> "Expected " + arn + " to be kept, but it is lost.");
    }
  }
}
