package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateMachine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a command makes of an execution: pure, the same for the same arguments on any
 * machine in any year.
 *
 * <p>A decision runs the machine as far as it goes without the outside world, and all its events
 * are stored together or not at all.
 */
public final class Decider {
  private final Quotas quotas;

  public Decider(Quotas quotas) {
    this.quotas = quotas;
  }

  /** The limits it decides by. */
  public Quotas quotas() {
    return quotas;
  }

  /** Looks and answers; changes nothing. */
  public Decision decide(
      StateMachine machine, Execution execution, Command command, Moment moment) {
    var run = new Run(machine, quotas, moment, execution);
    var failing = new Failing(run);
    var stepping = new Stepping(run, failing);
    return refusal(machine, execution, command, moment)
        .<Decision>map(r -> r)
        .orElseGet(() -> {
          try {
            act(run, stepping, failing, command);
            stepping.settle();
          } catch (Run.HistoryFull full) {
            historyFull(run);
          }
          return run.accepted();
        });
  }

  private java.util.Optional<Decision.Rejected> refusal(
      StateMachine machine, Execution execution, Command command, Moment moment) {
    return java.util.Optional.ofNullable(
        switch (command) {
          case Command.StartExecution ignored ->
              execution.origin() == null
                  ? null
                  : refuse(
                      Decision.Reason.ALREADY_STARTED,
                      "Expected a new execution, but it has already started.");
          case Command.OfTask task -> refusalOfTask(execution, task);
          case Command.OfMapRun run ->
              execution.waitingFor(run.mapRunArn()).isPresent()
                  ? null
                  : refuse(
                      Decision.Reason.NOTHING_TO_DO,
                      "Expected a Map Run that is waited for, but found " + run.mapRunArn());
          case Command.StopExecution ignored -> refusalUnlessRunning(execution);
          case Command.RedriveExecution redrive ->
              refusalOfRedrive(execution, redrive, moment.at());
          case Command.RedriveExecutionFrom redrive ->
              refusalOfRedrive(machine, execution, redrive, moment.at());
          case Command.MigrateExecution migrate ->
              refusalOfMigration(machine, execution, migrate, moment);
          case Command.TakePermit take -> refusalOfPermit(execution, take);
          case Command.FireTimers ignored -> refusalUnlessRunning(execution);
          case Command.Continue ignored -> refusalUnlessRunning(execution);
          case Command.Resume ignored -> refusalUnlessRunning(execution);
          case Command.ConfirmStarterTold ignored ->
              Effects.tellStarter(execution).isPresent()
                  ? null
                  : refuse(
                      Decision.Reason.NOTHING_TO_DO, "Expected somebody who waits to be told.");
        });
  }

  private static Decision.@Nullable Rejected refusalUnlessRunning(Execution execution) {
    return switch (execution.status()) {
      case RUNNING -> null;
      case NOT_STARTED ->
          refuse(Decision.Reason.NOT_STARTED, "Expected an execution, but it was never started.");
      case SUCCEEDED, FAILED, ABORTED, TIMED_OUT ->
          refuse(
              Decision.Reason.ENDED,
              "Expected a running execution, but it is " + execution.status() + ".");
    };
  }

  private Decision.@Nullable Rejected refusalOfRedrive(
      Execution execution, Command.RedriveExecution command, Instant at) {
    if (execution.origin() == null) {
      return refuse(
          Decision.Reason.NOT_STARTED, "Expected an execution, but it was never started.");
    }
    if (execution.redrives().repeated(command.clientToken(), at).isPresent()) {
      return refuse(
          Decision.Reason.REPEATED, "Expected another request than the one that has redriven it.");
    }
    var reason =
        Redrivability.reason(
            execution.status().name(),
            execution.stoppedAt(),
            execution.lastEventId(),
            quotas.historyEventsMax(),
            at);
    return reason == null ? null : refuse(Decision.Reason.NOT_REDRIVABLE, reason);
  }

  /** Only the permit that this life of the execution waits for counts, and it counts once. */
  private static Decision.@Nullable Rejected refusalOfPermit(
      Execution execution, Command.TakePermit command) {
    var permit = execution.permit();
    return permit != null && !permit.taken() && permit.ticket() == command.ticket()
        ? null
        : refuse(
            Decision.Reason.NOTHING_TO_DO,
            "Expected an execution that waits for permit " + command.ticket());
  }

  private Decision.@Nullable Rejected refusalOfRedrive(
      StateMachine machine, Execution execution, Command.RedriveExecutionFrom command, Instant at) {
    if (execution.origin() == null) {
      return refuse(
          Decision.Reason.NOT_STARTED, "Expected an execution, but it was never started.");
    }
    if (execution.redrives().repeated(command.clientToken(), at).isPresent()) {
      return refuse(
          Decision.Reason.REPEATED, "Expected another request than the one that has redriven it.");
    }
    var reason = Redrivability.reason(machine, execution, command.from().state(), quotas);
    if (reason != null) {
      return refuse(Decision.Reason.NOT_REDRIVABLE, reason);
    }
    return execution.lastEventId() == command.lastEventId()
        ? null
        : refuse(
            Decision.Reason.OUTDATED,
            "Expected a history of %d events, but it has %d."
                .formatted(command.lastEventId(), execution.lastEventId()));
  }

  private static Decision.@Nullable Rejected refusalOfMigration(
      StateMachine machine, Execution execution, Command.MigrateExecution command, Moment moment) {
    var ended = refusalUnlessRunning(execution);
    var origin = execution.origin();
    if (ended != null || origin == null) {
      return ended;
    }
    if (origin.mapRunArn() != null) {
      return refuse(
          Decision.Reason.NOT_MIGRATABLE,
          "Expected an execution of its own, but it is a child of the Map Run "
              + origin.mapRunArn());
    }
    var to = command.to();
    if (origin.definitionHash().equals(to.definitionHash())
        && origin.roleArn().equals(to.roleArn())
        && origin.revision().isSameAs(to.revision())) {
      return refuse(Decision.Reason.REPEATED, "Expected another revision than it already runs.");
    }
    return Migration.of(execution, machine, moment.definition(to.definitionHash()))
        .obstacle()
        .map(obstacle -> refuse(Decision.Reason.NOT_MIGRATABLE, obstacle))
        .orElse(null);
  }

  private static void migrate(Run run, Pinned to) {
    var other = run.moment().definition(to.definitionHash());
    var pinned =
        new Pinned(to.definitionHash(), to.roleArn(), to.revision().since(run.moment().at()));
    var migration = Migration.of(run.execution(), run.machine(), other);
    run.write(Scope.ROOT, 0, new Event.ExecutionMigrated(pinned, migration.retries()));
    run.goOnWith(other);
  }

  private static Decision.@Nullable Rejected refusalOfTask(
      Execution execution, Command.OfTask command) {
    var origin = execution.origin();
    if (origin == null) {
      return refuse(Decision.Reason.INVALID_TOKEN, "Expected a token of a known execution.");
    }
    if (command.seal() != null
        && !command.seal().equals(TaskToken.seal(origin.seal(), command.taskId()))) {
      return refuse(Decision.Reason.INVALID_TOKEN, "Expected a token of this execution.");
    }
    var attempt = execution.attempt(command.taskId());
    if (attempt.isEmpty()
        && command.request() != 0
        && execution.isAnswered(command.taskId(), command.request())) {
      return refuse(
          Decision.Reason.REPEATED,
          "Expected another request than the one that has answered task " + command.taskId());
    }
    if (attempt.isEmpty()) {
      return refuse(
          Decision.Reason.TASK_TIMED_OUT,
          "Expected task " + command.taskId() + " to be waited for, but it no longer is.");
    }
    // A job may end before the call that started it has been answered. Then its end must wait: the
    // history tells of the submission first.
    return command.seal() != null && attempt.get().target().runsAJob() && !attempt.get().submitted()
        ? refuse(
            Decision.Reason.NOT_SUBMITTED,
            "Expected task " + command.taskId() + " to be submitted, but it is not yet.")
        : null;
  }

  private static Decision.Rejected refuse(Decision.Reason reason, String message) {
    return new Decision.Rejected(reason, message);
  }

  private void act(Run run, Stepping stepping, Failing failing, Command command) {
    switch (command) {
      case Command.StartExecution start -> start(run, start);
      case Command.StopExecution stop ->
          // Recorded: the event of a stopped execution points nowhere.
          run.write(
              Scope.ROOT,
              0,
              new Event.ExecutionAborted(
                  Failing.cut(stop.error(), Quotas.ERROR_CHARS_MAX),
                  Failing.cut(stop.cause(), Quotas.CAUSE_CHARS_MAX)));
      case Command.RedriveExecution redrive ->
          redrive(run, redrive.clientToken(), expressStart(run.origin()), redrive.limited());
      case Command.RedriveExecutionFrom redrive ->
          redrive(run, redrive.clientToken(), redrive.from(), redrive.limited());
      case Command.MigrateExecution migrate -> migrate(run, migrate.to());
      case Command.TakePermit ignored ->
          run.write(Scope.ROOT, 0, new Event.PermitTaken(timeoutAt(run, run.origin().express())));
      case Command.Continue ignored -> {}
      case Command.Resume ignored -> spareHeartbeats(run);
      case Command.ConfirmStarterTold ignored -> run.write(Scope.ROOT, 0, new Event.StarterTold());
      case Command.FireTimers ignored -> fireTimers(run, stepping, failing);
      case Command.StartTask task -> startTask(run, task);
      case Command.SubmitTask task -> submitTask(run, task);
      case Command.SucceedTask task -> {
        var scope = startedTask(run, task.taskId());
        remember(run, scope, task);
        stepping.succeeded(scope, targetOf(run, scope), task.output());
      }
      case Command.FailTask task -> {
        var scope = startedTask(run, task.taskId());
        remember(run, scope, task);
        stepping.failed(scope, targetOf(run, scope), task.error(), task.cause());
      }
      case Command.ConfirmMapRun mapRun -> {
        var scope = run.execution().waitingFor(mapRun.mapRunArn()).orElseThrow();
        if (scope.visit().phase() instanceof Phase.Distributing waiting && !waiting.confirmed()) {
          run.write(scope, new Event.MapRunConfirmed());
        }
      }
      case Command.SucceedMapRun mapRun ->
          stepping.mapRunSucceeded(
              run.execution().waitingFor(mapRun.mapRunArn()).orElseThrow(), mapRun.result());
      case Command.FailMapRun mapRun ->
          failing.mapRun(
              run.execution().waitingFor(mapRun.mapRunArn()).orElseThrow(),
              mapRun.error(),
              mapRun.cause());
      case Command.HeartbeatTask task -> {
        startedTask(run, task.taskId());
        if (attempt(run, task.taskId()).heartbeatSeconds() != null) {
          run.write(run.execution().scope(scopeOf(run, task.taskId())), new Event.TaskHeartbeat());
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

  private void start(Run run, Command.StartExecution start) {
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
            start.limited() == null ? timeoutAt(run, start.express()) : null,
            start.traceHeader(),
            start.startedBy(),
            start.revision()));
    queue(run, start.limited());
  }

  private void redrive(
      Run run,
      @Nullable String clientToken,
      Event.@Nullable Restart from,
      @Nullable Limited limited) {
    run.write(
        Scope.ROOT,
        run.execution().lastEventId(),
        new Event.ExecutionRedriven(
            run.execution().redriveCount() + 1,
            clientToken,
            limited == null ? timeoutAt(run, run.origin().express()) : null,
            from));
    queue(run, limited);
  }

  private static void queue(Run run, @Nullable Limited limited) {
    if (limited != null) {
      var key = limited.keyOf(run.origin().input().node());
      run.write(Scope.ROOT, 0, new Event.ExecutionQueued(key));
    }
  }

  /**
   * The clock of the whole execution begins with its start, and anew with each redrive; if it waits
   * its turn first, when that has come.
   */
  private Instant timeoutAt(Run run, boolean express) {
    var now = run.moment().at();
    var latest = now.plus(express ? quotas.expressDurationMax() : quotas.executionDurationMax());
    var seconds = run.machine().timeoutSeconds();
    var asked = seconds.isPresent() ? now.plusSeconds(seconds.getAsInt()) : latest;
    return asked.isBefore(latest) ? asked : latest;
  }

  // ---- tasks

  private static void startTask(Run run, Command.StartTask command) {
    if (!attempt(run, command.taskId()).started()) {
      var scope = scopeOf(run, command.taskId());
      run.writeAt(
          command.startedAt(),
          scope,
          run.execution().scope(scope).lastEventId(),
          new Event.TaskStarted(targetOf(run, scope), command.workerName()));
    }
  }

  private static void submitTask(Run run, Command.SubmitTask command) {
    if (!attempt(run, command.taskId()).submitted()) {
      var scope = scopeOf(run, command.taskId());
      run.write(
          run.execution().scope(scope),
          new Event.TaskSubmitted(targetOf(run, scope), command.output()));
    }
  }

  /**
   * A worker may answer a task whose start was lost with a node: then the start is written first.
   */
  private static int startedTask(Run run, long taskId) {
    startTask(run, new Command.StartTask(taskId, null, run.moment().at()));
    return scopeOf(run, taskId);
  }

  /** Its answer may be lost with a node, and then the caller asks again. */
  private static void remember(Run run, int scope, Command.OfTask task) {
    if (task.request() != 0) {
      run.write(
          run.execution().scope(scope), new Event.TaskAnswered(task.taskId(), task.request()));
    }
  }

  private static int scopeOf(Run run, long taskId) {
    var scope = run.execution().tasks().get(taskId);
    if (scope == null) {
      throw new AssertionError("Expected task " + taskId + " to be waited for.");
    }
    return scope;
  }

  private static Phase.Attempting attempt(Run run, long taskId) {
    return run.execution().attempt(taskId).orElseThrow();
  }

  private static TaskTarget targetOf(Run run, int scope) {
    if (run.execution().scope(scope).visit().phase() instanceof Phase.Attempting task) {
      return task.target();
    }
    throw new AssertionError("Expected a task in scope " + scope);
  }

  private static void spareHeartbeats(Run run) {
    for (var id : run.execution().tasks().values().stream().sorted().toList()) {
      var scope = run.execution().scope(id);
      if (scope.visit().phase() instanceof Phase.Attempting task
          && task.isOverdue(run.moment().at())) {
        run.write(scope, new Event.HeartbeatSpared());
      }
    }
  }

  // ---- timers

  private static void fireTimers(Run run, Stepping stepping, Failing failing) {
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
        .filter(timer -> stands(run, timer))
        .filter(Decider::isTaskTimer)
        .forEach(timer -> timedOut.add(timeOut(run, timer)));
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
      if (stands(run, timer)) {
        fire(stepping, timer);
      }
    }
  }

  private static boolean stands(Run run, Timer timer) {
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

  private static TimedOut timeOut(Run run, Timer timer) {
    var event = new Event.TaskTimedOut(targetOf(run, timer.scope()), Fault.TIMEOUT, null);
    var id = run.write(run.execution().scope(timer.scope()), event);
    return new TimedOut(timer.scope(), id, timer.kind());
  }

  private static void fire(Stepping stepping, Timer timer) {
    switch (timer.kind()) {
      case WAIT -> stepping.waited(timer.scope());
      case RETRY -> stepping.visit(timer.scope());
      case TASK_TIMEOUT, HEARTBEAT_TIMEOUT, EXECUTION_TIMEOUT -> {}
    }
  }

  private static void historyFull(Run run) {
    var max = run.quotas().historyEventsMax();
    run.write(
        Scope.ROOT,
        run.execution().lastEventId(),
        new Event.ExecutionFailed(
            Fault.RUNTIME,
            "The execution reached the maximum number of history events (" + max + ")."));
  }
}
