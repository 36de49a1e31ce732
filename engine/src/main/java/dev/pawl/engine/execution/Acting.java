package dev.pawl.engine.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each command does, once it is not refused. */
final class Acting {
  private final Run run;
  private final Stepping stepping;
  private final Failing failing;
  private final Signalling signalling;
  private final Pausing pausing;

  Acting(Run run, Stepping stepping, Failing failing, Signalling signalling, Pausing pausing) {
    this.run = run;
    this.stepping = stepping;
    this.failing = failing;
    this.signalling = signalling;
    this.pausing = pausing;
  }

  /** Runs the command as far as it goes by itself; what has become ready is left to be settled. */
  void act(Command command) {
    if (!(command instanceof Command.StopExecution)) {
      pausing.heedMachine();
    }
    switch (command) {
      case Command.StartExecution start -> {
        start(start);
        pausing.heedMachine();
      }
      case Command.ForestallExecution forestall -> {
        start(forestall.start());
        abort(null, null);
      }
      case Command.StopExecution stop -> abort(stop.error(), stop.cause());
      case Command.RedriveExecution redrive ->
          redrive(redrive.clientToken(), expressStart(run.origin()), redrive.limited());
      case Command.RedriveExecutionFrom redrive ->
          redrive(redrive.clientToken(), redrive.from(), redrive.limited());
      case Command.MigrateExecution migrate -> migrate(migrate.to());
      case Command.TakePermit ignored ->
          run.write(Scope.ROOT, 0, new Event.PermitTaken(timeoutAt(run.origin().express())));
      case Command.PauseExecution pause -> pausing.pause(pause.reason());
      case Command.ResumeExecution ignored -> pausing.resume();
      case Command.HeedMachine ignored -> {}
      case Command.SignalExecution signal -> signalling.receive(signal);
      case Command.Continue ignored -> {}
      case Command.Resume ignored -> spareHeartbeats();
      case Command.ConfirmStarterTold ignored -> run.write(Scope.ROOT, 0, new Event.StarterTold());
      case Command.FireTimers ignored -> fireTimers();
      case Command.StartTask task -> startTask(task);
      case Command.SubmitTask task -> submitTask(task);
      case Command.SucceedTask task -> {
        var scope = startedTask(task.taskId());
        remember(scope, task);
        if (!pausing.keeps(scope, task.output(), null, null)) {
          stepping.succeeded(scope, targetOf(scope), task.output());
        }
      }
      case Command.FailTask task -> {
        var scope = startedTask(task.taskId());
        remember(scope, task);
        if (!pausing.keeps(scope, null, task.error(), task.cause())) {
          stepping.failed(scope, targetOf(scope), task.error(), task.cause());
        }
      }
      case Command.ConfirmMapRun mapRun -> {
        var scope = run.execution().waitingFor(mapRun.mapRunArn()).orElseThrow();
        if (scope.visit().phase() instanceof Phase.Distributing waiting && !waiting.confirmed()) {
          run.write(scope, new Event.MapRunConfirmed());
        }
      }
      case Command.SucceedMapRun mapRun -> {
        var scope = run.execution().waitingFor(mapRun.mapRunArn()).orElseThrow();
        if (!pausing.keeps(scope.id(), mapRun.result(), null, null)) {
          stepping.mapRunSucceeded(scope, mapRun.result());
        }
      }
      case Command.FailMapRun mapRun -> {
        var scope = run.execution().waitingFor(mapRun.mapRunArn()).orElseThrow();
        if (!pausing.keeps(scope.id(), null, mapRun.error(), mapRun.cause())) {
          failing.mapRun(scope, mapRun.error(), mapRun.cause());
        }
      }
      case Command.HeartbeatTask task -> {
        startedTask(task.taskId());
        if (attempt(task.taskId()).heartbeatSeconds() != null) {
          run.write(
              run.execution().scope(run.execution().scopeOf(task.taskId())),
              new Event.TaskHeartbeat());
        }
      }
    }
  }

  /**
   * Developer guide, "Redriving Map Runs": Express children are started again, with their input. No
   * other Express execution is redriven.
   */
  private static Event.@Nullable Restart expressStart(Event.ExecutionStarted origin) {
    return origin.express() ? new Event.Restart(origin.startAt(), origin.input(), Map.of()) : null;
  }

  private void migrate(Pinned to) {
    var other = run.moment().definition(to.definitionHash());
    var pinned =
        new Pinned(to.definitionHash(), to.roleArn(), to.revision().since(run.moment().at()));
    var migration = Migration.of(run.execution(), run.machine(), other);
    run.write(Scope.ROOT, 0, new Event.ExecutionMigrated(pinned, migration.retries()));
    run.goOnWith(other);
  }

  private void start(Command.StartExecution start) {
    run.write(
        Scope.ROOT,
        0,
        new Event.ExecutionStarted(
            start.executionArn(),
            start.name(),
            start.stateMachineArn(),
            start.definitionHash(),
            start.roleArn(),
            start.express(),
            run.machine().flow().startAt(),
            start.input(),
            start.seal(),
            start.limited() == null ? timeoutAt(start.express()) : null,
            start.traceHeader(),
            start.startedBy(),
            start.revision()));
    queue(start.limited());
  }

  /** Recorded: the event of a stopped execution points nowhere. */
  private void abort(@Nullable String error, @Nullable String cause) {
    run.write(
        Scope.ROOT,
        0,
        new Event.ExecutionAborted(
            Failing.cut(error, Quotas.ERROR_CHARS_MAX),
            Failing.cut(cause, Quotas.CAUSE_CHARS_MAX)));
  }

  private void redrive(
      @Nullable String clientToken, Event.@Nullable Restart from, @Nullable Limited limited) {
    run.write(
        Scope.ROOT,
        run.execution().lastEventId(),
        new Event.ExecutionRedriven(
            run.execution().redriveCount() + 1,
            clientToken,
            limited == null ? timeoutAt(run.origin().express()) : null,
            from));
    queue(limited);
    pausing.heedMachine();
  }

  private void queue(@Nullable Limited limited) {
    if (limited != null) {
      var key = limited.keyOf(run.origin().input().node());
      run.write(Scope.ROOT, 0, new Event.ExecutionQueued(key));
    }
  }

  /**
   * The clock of the whole execution begins with its start, and anew with each redrive; if it waits
   * its turn first, when that has come.
   */
  private Instant timeoutAt(boolean express) {
    var now = run.moment().at();
    var latest =
        now.plus(express ? run.quotas().expressDurationMax() : run.quotas().executionDurationMax());
    var seconds = run.machine().timeoutSeconds();
    var asked = seconds.isPresent() ? now.plusSeconds(seconds.getAsInt()) : latest;
    return asked.isBefore(latest) ? asked : latest;
  }

  // ---- tasks

  private void startTask(Command.StartTask command) {
    if (!attempt(command.taskId()).started()) {
      var scope = run.execution().scopeOf(command.taskId());
      run.writeAt(
          command.startedAt(),
          scope,
          run.execution().scope(scope).lastEventId(),
          new Event.TaskStarted(targetOf(scope), command.workerName()));
    }
  }

  private void submitTask(Command.SubmitTask command) {
    if (!attempt(command.taskId()).submitted()) {
      var scope = run.execution().scopeOf(command.taskId());
      run.write(
          run.execution().scope(scope), new Event.TaskSubmitted(targetOf(scope), command.output()));
    }
  }

  /**
   * A worker may answer a task whose start was lost with a node: then the start is written first.
   */
  private int startedTask(long taskId) {
    startTask(new Command.StartTask(taskId, null, run.moment().at()));
    return run.execution().scopeOf(taskId);
  }

  /** Its answer may be lost with a node, and then the caller asks again. */
  private void remember(int scope, Command.OfTask task) {
    if (task.request() != 0) {
      run.write(
          run.execution().scope(scope), new Event.TaskAnswered(task.taskId(), task.request()));
    }
  }

  private Phase.Attempting attempt(long taskId) {
    return run.execution().attempt(taskId).orElseThrow();
  }

  private TaskTarget targetOf(int scope) {
    if (run.execution().scope(scope).visit().phase() instanceof Phase.Attempting task) {
      return task.target();
    }
    throw new AssertionError("Expected a task in scope " + scope);
  }

  private void spareHeartbeats() {
    for (var id : run.execution().tasks().values().stream().sorted().toList()) {
      var scope = run.execution().scope(id);
      if (scope.visit().phase() instanceof Phase.Attempting task
          && task.isOverdue(run.moment().at())) {
        run.write(scope, new Event.HeartbeatSpared());
      }
    }
  }

  // ---- timers

  private void fireTimers() {
    if (run.execution().isPaused()) {
      return;
    }
    var now = run.moment().at();
    var due = new ArrayList<Timer>();
    for (var timer : run.execution().timers()) {
      if (timer.due().isAfter(now)) {
        break;
      }
      due.add(timer);
    }
    if (due.stream().anyMatch(timer -> timer.kind() == Timer.Kind.EXECUTION_TIMEOUT)) {
      run.write(Scope.ROOT, 0, new Event.ExecutionTimedOut(Fault.TIMEOUT, null));
      return;
    }
    // Recorded: tasks that time out together all say so before the first of them fails what is
    // around it.
    var timedOut = new ArrayList<TimedOut>();
    due.stream()
        .filter(this::stands)
        .filter(Acting::isTaskTimer)
        .forEach(timer -> timedOut.add(timeOut(timer)));
    for (var task : timedOut) {
      if (run.execution().scopes().containsKey(task.scope())
          && run.execution().scope(task.scope()).lastEventId() == task.eventId()) {
        failing.fail(task.scope(), task.fault());
      }
    }
    for (var timer : due) {
      if (run.isFull()) {
        return;
      }
      if (stands(timer)) {
        fire(timer);
      }
    }
  }

  private boolean stands(Timer timer) {
    return run.execution().timers().contains(timer);
  }

  private static boolean isTaskTimer(Timer timer) {
    return switch (timer.kind()) {
      case TASK_TIMEOUT, HEARTBEAT_TIMEOUT -> true;
      case EXECUTION_TIMEOUT, WAIT, RETRY -> false;
    };
  }

  private record TimedOut(int scope, long eventId, Timer.Kind kind) {
    Fault fault() {
      return kind == Timer.Kind.HEARTBEAT_TIMEOUT
          ? Fault.heartbeatTimeout(eventId)
          : Fault.timeout(eventId);
    }
  }

  private TimedOut timeOut(Timer timer) {
    var event = new Event.TaskTimedOut(targetOf(timer.scope()), Fault.TIMEOUT, null);
    var id = run.write(run.execution().scope(timer.scope()), event);
    return new TimedOut(timer.scope(), id, timer.kind());
  }

  private void fire(Timer timer) {
    switch (timer.kind()) {
      case WAIT -> stepping.waited(timer.scope());
      case RETRY -> stepping.visit(timer.scope());
      case TASK_TIMEOUT, HEARTBEAT_TIMEOUT, EXECUTION_TIMEOUT -> {}
    }
  }
}
