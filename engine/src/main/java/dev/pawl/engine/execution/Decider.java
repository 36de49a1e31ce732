package dev.pawl.engine.execution;

import dev.pawl.engine.asl.StateMachine;
import java.time.Instant;
import java.util.Optional;
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
    var signalling = new Signalling(run, stepping);
    var acting = new Acting(run, stepping, failing, signalling, new Pausing(run));
    return refusal(machine, execution, command, moment)
        .<Decision>map(r -> r)
        .orElseGet(() -> {
          try {
            acting.act(command);
            if (execution.isPaused() && !run.execution().isPaused()) {
              signalling.deliverAll();
            }
            stepping.settle();
          } catch (Run.HistoryFull full) {
            historyFull(run);
          }
          return run.accepted();
        });
  }

  private Optional<Decision.Rejected> refusal(
      StateMachine machine, Execution execution, Command command, Moment moment) {
    return Optional.ofNullable(
        switch (command) {
          case Command.StartExecution ignored -> refusalUnlessNew(execution);
          case Command.ForestallExecution ignored -> refusalUnlessNew(execution);
          case Command.OfTask task -> refusalOfTask(execution, task);
          case Command.OfMapRun run ->
              execution.waitingFor(run.mapRunArn()).isPresent()
                      && run.redrive() == execution.redriveCount()
                  ? null
                  : refuse(
                      Decision.Reason.NOTHING_TO_DO,
                      "Expected a Map Run that is waited for, but found " + run.mapRunArn());
          case Command.StopExecution ignored -> refusalUnlessRunning(execution);
          case Command.PauseExecution ignored -> refusalUnlessRunning(execution);
          case Command.ResumeExecution ignored -> refusalUnlessRunning(execution);
          case Command.HeedMachine ignored -> refusalUnlessRunning(execution);
          case Command.SignalExecution signal -> refusalOfSignal(execution, signal);
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

  private static Decision.@Nullable Rejected refusalUnlessNew(Execution execution) {
    return execution.origin() == null
        ? null
        : refuse(
            Decision.Reason.ALREADY_STARTED,
            "Expected a new execution, but it has already started.");
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

  /** One that has come already is answered so even after the end. */
  private Decision.@Nullable Rejected refusalOfSignal(
      Execution execution, Command.SignalExecution signal) {
    var refused = execution.origin() == null ? null : Signalling.refusal(execution, signal, quotas);
    if (refused != null && refused.reason() == Decision.Reason.REPEATED) {
      return refused;
    }
    var ended = refusalUnlessRunning(execution);
    return ended == null ? refused : ended;
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
