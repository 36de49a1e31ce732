package dev.pawl.engine.replay;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.Limited;
import dev.pawl.engine.execution.MachinePause;
import dev.pawl.engine.execution.Pinned;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which commands an event may have come of. */
final class Commands {
  private Commands() {}

  /** Those that may have led to the event at that position, the likeliest first. */
  static List<Command> before(Execution execution, List<Recorded> events, int position) {
    var next = events.get(position);
    var commands = new ArrayList<Command>();
    if (execution.mustContinue()) {
      commands.add(new Command.Continue());
    }
    of(execution, events, position).ifPresent(commands::add);
    if (execution.nextTimer().filter(due -> !due.isAfter(next.at())).isPresent()) {
      commands.add(new Command.FireTimers());
    }
    return commands;
  }

  private static Optional<Command> of(Execution execution, List<Recorded> events, int position) {
    var next = events.get(position);
    return Optional.ofNullable(
        switch (next.event()) {
          case Event.ExecutionStarted e ->
              isForestalled(events, position)
                  ? new Command.ForestallExecution(start(e, null))
                  : start(e, limited(events, position));
          case Event.ExecutionAborted e -> new Command.StopExecution(e.error(), e.cause());
          case Event.ExecutionRedriven e ->
              e.from() == null
                  ? new Command.RedriveExecution(e.clientToken(), limited(events, position))
                  : new Command.RedriveExecutionFrom(
                      e.from(),
                      execution.lastEventId(),
                      e.clientToken(),
                      limited(events, position));
          case Event.PermitTaken ignored ->
              new Command.TakePermit(execution.permit() == null ? 0 : execution.permit().ticket());
          case Event.ExecutionMigrated e -> new Command.MigrateExecution(withoutTime(e.to()));
          case Event.ExecutionPaused e ->
              e.generation() == 0
                  ? new Command.PauseExecution(e.reason())
                  : new Command.HeedMachine();
          case Event.ExecutionResumed e ->
              e.generation() == 0 ? new Command.ResumeExecution() : new Command.HeedMachine();
          case Event.SignalReceived e ->
              new Command.SignalExecution(e.name(), e.signalId(), e.payload());
          case Event.StarterTold ignored -> new Command.ConfirmStarterTold();
          case Event.HeartbeatSpared ignored -> new Command.Resume();
          case Event.MapRunConfirmed ignored ->
              mapRun(events, position)
                  .map(arn -> new Command.ConfirmMapRun(arn, execution.redriveCount()))
                  .orElse(null);
          case Event.MapRunFailed e ->
              mapRun(events, position)
                  .map(arn ->
                      new Command.FailMapRun(arn, execution.redriveCount(), e.error(), e.cause()))
                  .orElse(null);
          case Event.ResultKept e ->
              task(execution, next)
                  .map(task -> kept(events, task, execution.redriveCount(), e))
                  .orElse(null);
          case Event.TaskStarted e ->
              task(execution, next)
                  .map(task -> new Command.StartTask(task, e.workerName(), next.at()))
                  .orElse(null);
          case Event.TaskAnswered e -> answered(e, events, position);
          default -> task(execution, next).map(task -> answer(task, next.event(), 0)).orElse(null);
        });
  }

  /** What was known of the machine's pauses then; null = nothing that counts. */
  static @Nullable MachinePause machine(Event event) {
    return switch (event) {
      case Event.ExecutionPaused e when e.generation() > 0 ->
          new MachinePause(e.generation(), true, e.reason());
      case Event.ExecutionResumed e when e.generation() > 0 ->
          new MachinePause(e.generation(), false, null);
      default -> null;
    };
  }

  /** A start that an abort follows at once, before the first state. */
  private static boolean isForestalled(List<Recorded> events, int position) {
    return position + 1 < events.size()
        && events.get(position + 1).event() instanceof Event.ExecutionAborted;
  }

  /** Whether what stands there was queued with it. */
  private static @Nullable Limited limited(List<Recorded> events, int position) {
    return position + 1 < events.size()
            && events.get(position + 1).event() instanceof Event.ExecutionQueued queued
        ? Limited.by(queued.key())
        : null;
  }

  private static Command.StartExecution start(Event.ExecutionStarted e, @Nullable Limited limited) {
    return new Command.StartExecution(
        e.executionArn(),
        e.name(),
        e.stateMachineArn(),
        e.definitionHash(),
        e.roleArn(),
        e.express(),
        e.input(),
        e.seal(),
        e.traceHeader(),
        e.startedBy(),
        e.pinned(),
        limited);
  }

  private static Pinned withoutTime(Pinned to) {
    var revision = to.revision();
    return new Pinned(
        to.definitionHash(),
        to.roleArn(),
        new Revision(
            revision.revisionId(),
            revision.versionArn(),
            revision.aliasArn(),
            revision.logging(),
            null,
            revision.attributes()));
  }

  /** The answer that was remembered is told by the event behind. */
  private static Command answered(Event.TaskAnswered e, List<Recorded> events, int position) {
    return position + 1 < events.size()
        ? answer(e.taskId(), events.get(position + 1).event(), e.request())
        : new Command.Resume();
  }

  private static Command answer(long task, Event event, long request) {
    return switch (event) {
      case Event.TaskSubmitted e -> new Command.SubmitTask(task, e.output());
      case Event.TaskSucceeded e -> new Command.SucceedTask(task, e.output(), null, request);
      case Event.TaskFailed e -> new Command.FailTask(task, e.error(), e.cause(), null, request);
      case Event.ResultKept e ->
          e.output() == null
              ? new Command.FailTask(task, e.error(), e.cause(), null, request)
              : new Command.SucceedTask(task, e.output(), null, request);
      case Event.TaskHeartbeat ignored -> new Command.HeartbeatTask(task, null);
      default -> new Command.Resume(); // changes nothing that the event could have come of
    };
  }

  /** The end of a task, or of the Map Run that the event of that id began. */
  private static Command kept(List<Recorded> events, long task, int redrive, Event.ResultKept e) {
    for (var recorded : events) {
      if (recorded.id() == task && recorded.event() instanceof Event.MapRunStarted run) {
        return e.output() == null
            ? new Command.FailMapRun(run.mapRunArn(), redrive, e.error(), e.cause())
            : new Command.SucceedMapRun(run.mapRunArn(), redrive, e.output());
      }
    }
    return answer(task, e, 0);
  }

  /** The task that is with the outside world in the event's scope. */
  private static Optional<Long> task(Execution execution, Recorded next) {
    return execution.tasks().entrySet().stream()
        .filter(task -> task.getValue() == next.scope())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The newest Map Run of the event's scope. */
  private static Optional<String> mapRun(List<Recorded> events, int position) {
    for (var before = position - 1; before >= 0; before--) {
      if (events.get(before).scope() == events.get(position).scope()
          && events.get(before).event() instanceof Event.MapRunStarted started) {
        return Optional.of(started.mapRunArn());
      }
    }
    return Optional.empty();
  }
}
