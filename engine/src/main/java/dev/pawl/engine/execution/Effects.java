package dev.pawl.engine.execution;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the outside world still has to do for an execution. {@link #pending} is the one truth, asked
 * again after a crash; the effects of a decision are by definition what it adds to that, and what
 * it takes away is cancelled. (Timers are {@link Execution#nextTimer}.)
 */
public final class Effects {
  private Effects() {}

  /** All work still to be done for this execution. */
  public static List<Effect> pending(Execution execution) {
    var effects = new ArrayList<Effect>();
    execution.tasks().values().stream()
        .sorted()
        .map(scope -> standingIn(execution, scope))
        .flatMap(Optional::stream)
        .filter(effect -> !isHeld(execution, effect))
        .forEach(effects::add);
    if (execution.mustContinue()) {
      effects.add(new Effect.Continue());
    }
    tellStarter(execution).ifPresent(effects::add);
    permit(execution).ifPresent(effects::add);
    return effects;
  }

  /** The permit that it waits for, or has until it ends. */
  private static Optional<Effect> permit(Execution execution) {
    var permit = execution.permit();
    if (permit == null) {
      return Optional.empty();
    }
    var machineArn = Objects.requireNonNull(execution.origin()).stateMachineArn();
    return Optional.of(
        permit.taken()
            ? new Effect.HoldPermit(machineArn, permit.ticket())
            : new Effect.AwaitPermit(machineArn, permit.ticket(), permit.key()));
  }

  /** What of its permit has changed. One that is waited for anew takes the place of the old one. */
  private static void addPermit(Execution before, Execution after, List<Effect> effects) {
    var old = permit(before);
    var now = permit(after);
    if (old.isPresent() && now.isEmpty()) {
      effects.add(undone(old.get()));
    } else if (!old.equals(now)) {
      now.ifPresent(effects::add);
    }
  }

  /** What is to be told to the execution that started this one, if it waits and does not know. */
  static Optional<Effect.TellStarter> tellStarter(Execution execution) {
    var origin = execution.origin();
    if (origin == null || execution.isRunning() || execution.starterTold()) {
      return Optional.empty();
    }
    return Optional.ofNullable(origin.startedBy())
        .filter(StartedBy::awaitsEnd)
        .map(startedBy -> new Effect.TellStarter(startedBy, end(execution, origin)));
  }

  private static Effect.Ended end(Execution execution, Event.ExecutionStarted origin) {
    return new Effect.Ended(
        origin.executionArn(),
        origin.name(),
        origin.stateMachineArn(),
        origin.input(),
        execution.status(),
        execution.output(),
        execution.error(),
        execution.cause(),
        Objects.requireNonNull(execution.startedAt()),
        Objects.requireNonNull(execution.stoppedAt()));
  }

  /** The offer of that task, if it still waits for a worker. */
  static Optional<Effect.OfferTask> offered(Execution execution, long taskId) {
    var scope = execution.tasks().get(taskId);
    return scope != null
            && !execution.isPaused()
            && standingIn(execution, scope).orElse(null) instanceof Effect.OfferTask offer
        ? Optional.of(offer)
        : Optional.empty();
  }

  /**
   * Whether a crash now would lose work that no timer and no worker's answer brings back by itself.
   */
  public static boolean needsOwner(Execution execution) {
    return execution.mustContinue()
        || tellStarter(execution).isPresent()
        || (!execution.isPaused()
            && execution.tasks().values().stream()
                .anyMatch(scope ->
                    attempting(execution, scope).filter(Effects::isCall).isPresent()
                        || mapRun(execution, scope)
                            .filter(effect -> effect instanceof Effect.StartMapRun)
                            .isPresent()));
  }

  /**
   * The effects of a decision.
   *
   * @param touched the scopes that differ between the two
   */
  public static List<Effect> between(Execution before, Execution after, Set<Integer> touched) {
    var old = standingIn(before, touched);
    var now = standingIn(after, touched);
    var effects = new ArrayList<Effect>();
    old.stream()
        .filter(effect -> !(isHeld(before, effect) && isTakenBack(effect)))
        .filter(effect -> !now.contains(effect) || (isHeld(after, effect) && isTakenBack(effect)))
        .filter(effect -> !isSubmitted(effect, now) && !isConfirmed(effect, now))
        .map(Effects::undone)
        .forEach(effects::add);
    now.stream()
        .filter(effect -> !isHeld(after, effect))
        .filter(effect -> !old.contains(effect) || isHeld(before, effect))
        .forEach(effects::add);
    if (after.mustContinue()) {
      effects.add(new Effect.Continue());
    }
    if (tellStarter(before).isEmpty()) {
      tellStarter(after).ifPresent(effects::add);
    }
    addPermit(before, after, effects);
    return effects;
  }

  /**
   * Whether a pause keeps it from being begun. What was begun before may go on: a call is answered,
   * and called again only after the pause if its node is lost.
   */
  private static boolean isHeld(Execution execution, Effect effect) {
    return execution.isPaused()
        && (effect instanceof Effect.CallTask
            || effect instanceof Effect.OfferTask
            || effect instanceof Effect.StartMapRun);
  }

  /** Whether a pause takes back what was begun: a task that no worker has yet. */
  private static boolean isTakenBack(Effect effect) {
    return effect instanceof Effect.OfferTask;
  }

  private static Set<Effect> standingIn(Execution execution, Set<Integer> scopes) {
    var effects = new LinkedHashSet<Effect>();
    scopes.stream()
        .sorted()
        .filter(execution.scopes()::containsKey)
        .map(scope -> standingIn(execution, scope))
        .flatMap(Optional::stream)
        .forEach(effects::add);
    return effects;
  }

  private static Optional<Effect> standingIn(Execution execution, int scopeId) {
    return attempting(execution, scopeId)
        .filter(Effects::isOurs)
        .map(task -> effect(Objects.requireNonNull(execution.origin()), task))
        .or(() -> mapRun(execution, scopeId));
  }

  private static Optional<Effect> mapRun(Execution execution, int scopeId) {
    if (execution.scope(scopeId).position() instanceof Scope.Position.In in
        && in.visit().phase() instanceof Phase.Distributing run) {
      var executionArn = Objects.requireNonNull(execution.origin()).executionArn();
      return Optional.of(
          run.confirmed()
              ? new Effect.AwaitMapRun(run.mapRunArn())
              : new Effect.StartMapRun(
                  run.mapRunArn(), executionArn, run.id(), execution.redriveCount()));
    }
    return Optional.empty();
  }

  private static Optional<Phase.Attempting> attempting(Execution execution, int scopeId) {
    return execution.scope(scopeId).position() instanceof Scope.Position.In in
            && in.visit().phase() instanceof Phase.Attempting task
        ? Optional.of(task)
        : Optional.empty();
  }

  /** Whether the task stands for something that is ours to do, or to undo. */
  private static boolean isOurs(Phase.Attempting task) {
    return switch (task.target().kind()) {
      case ACTIVITY -> !task.started();
      case LAMBDA, SERVICE -> !(task.submitted() && task.target().waitsForTaskToken());
    };
  }

  private static boolean isCall(Phase.Attempting task) {
    return task.target().kind() != TaskKind.ACTIVITY
        && isOurs(task)
        && !isJob(task)
        && !task.target().waitsForSignal();
  }

  /** Whether a job has been started that tells of its end by itself. */
  private static boolean isJob(Phase.Attempting task) {
    return task.submitted() && task.target().runsAJob();
  }

  private static Effect effect(Event.ExecutionStarted origin, Phase.Attempting task) {
    var token = TaskToken.of(origin, task.id()).text();
    return switch (task.target().kind()) {
      case ACTIVITY ->
          new Effect.OfferTask(task.id(), task.target().resource(), task.parameters(), token);
      case LAMBDA, SERVICE -> {
        if (task.target().waitsForSignal()) {
          yield new Effect.AwaitSignal(task.id(), task.target(), task.parameters());
        }
        yield isJob(task)
            ? new Effect.AwaitJob(task.id(), task.target(), task.parameters(), token)
            : new Effect.CallTask(
                task.id(), task.target(), task.parameters(), token, task.credentialsRoleArn());
      }
    };
  }

  /** Whether a call has become the job that it started. */
  static boolean isSubmitted(Effect effect, Set<Effect> now) {
    return effect instanceof Effect.CallTask call
        && call.target().runsAJob()
        && now.contains(
            new Effect.AwaitJob(call.taskId(), call.target(), call.parameters(), call.taskToken()));
  }

  /** Whether a Map Run that was to be started now works. */
  static boolean isConfirmed(Effect effect, Set<Effect> now) {
    return effect instanceof Effect.StartMapRun start
        && now.contains(new Effect.AwaitMapRun(start.mapRunArn()));
  }

  private static Effect undone(Effect effect) {
    return switch (effect) {
      case Effect.CallTask call when call.target().runsAJob() ->
          new Effect.StopJob(call.taskId(), call.target(), call.parameters(), call.taskToken());
      case Effect.CallTask call -> new Effect.CancelTask(call.taskId(), call.target());
      case Effect.AwaitJob job ->
          new Effect.StopJob(job.taskId(), job.target(), job.parameters(), job.taskToken());
      case Effect.AwaitSignal signal -> new Effect.CancelTask(signal.taskId(), signal.target());
      case Effect.StopJob stop -> stop;
      case Effect.StartMapRun start -> new Effect.StopMapRun(start.mapRunArn());
      case Effect.AwaitMapRun run -> new Effect.StopMapRun(run.mapRunArn());
      case Effect.StopMapRun stop -> stop;
      case Effect.AwaitPermit permit -> new Effect.ReturnPermit(permit.stateMachineArn());
      case Effect.HoldPermit permit -> new Effect.ReturnPermit(permit.stateMachineArn());
      case Effect.ReturnPermit permit -> permit;
      case Effect.TellStarter tell -> tell;
      case Effect.OfferTask offer -> new Effect.WithdrawTask(offer.taskId(), offer.activityArn());
      case Effect.Continue again -> again;
      case Effect.CancelTask cancel -> cancel;
      case Effect.WithdrawTask withdraw -> withdraw;
    };
  }
}
