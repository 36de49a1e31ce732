package dev.pawl.node.execution;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decider;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionShell;
import dev.pawl.engine.execution.Moment;
import dev.pawl.node.observe.ExecutionWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One synchronous Express execution: the same shell and engine, without a journal. It lives until
 * it ends or its node does (at most once; developer guide, "Synchronous Express Workflows").
 */
final class ExpressRun extends AbstractBehavior<Command> {
  private final Decider decider;
  private final StateMachine machine;
  private final TaskPort tasks;
  private final Clock clock;
  private final CompletableFuture<Execution> end;
  private final TimerScheduler<Command> timers;
  private final ExecutionShell<Void> shell;
  private final TaskCalls calls;
  private final ExecutionWatch watches;
  private final ExecutionWatch.OfOne watch;
  private Execution execution = Execution.none();

  static Behavior<Command> create(
      Executions.Collaborators with, StateMachine machine, CompletableFuture<Execution> end) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new ExpressRun(context, timers, with, machine, end)));
  }

  private ExpressRun(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Executions.Collaborators with,
      StateMachine machine,
      CompletableFuture<Execution> end) {
    super(context);
    this.timers = timers;
    this.machine = machine;
    this.end = end;
    decider = with.decider();
    tasks = with.tasks();
    clock = with.clock();
    shell = new ExecutionShell<>(decider);
    var self = context.getSelf();
    watches = with.watch();
    watch = watches.of(self.path().toString());
    calls =
        new TaskCalls(
            tasks,
            (arn, command) -> self.tell(command),
            (arn, command) -> {
              throw new AssertionError("Expected nobody to wait for an Express execution.");
            });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::onCommand)
        .onSignal(PostStop.class, stopped -> onStopped())
        .build();
  }

  private Behavior<Command> onStopped() {
    watches.left(getContext().getSelf().path().toString());
    return this;
  }

  private Behavior<Command> onCommand(Command command) {
    shell.ask(command, null);
    var turn = shell.turn(machine, execution, moment());
    execution = turn.after();
    watch.stored(turn.before(), execution, turn.events());
    turn.effects().forEach(this::start);
    if (!execution.isRunning()) {
      end.complete(execution);
      return Behaviors.stopped();
    }
    execution
        .nextTimer()
        .ifPresent(
            due -> timers.startSingleTimer(new Command.FireTimers(), Duration.between(now(), due)));
    return this;
  }

  private void start(Effect effect) {
    var origin = execution.origin();
    var arn = origin == null ? "" : origin.executionArn();
    switch (effect) {
      case Effect.Continue ignored -> getContext().getSelf().tell(new Command.Continue());
      case Effect.CallTask call -> calls.begin(arn, call);
      case Effect.CancelTask cancel -> calls.cancel(arn, cancel);
      case Effect.AwaitJob ignored -> {}
      case Effect.AwaitSignal ignored ->
          throw new AssertionError("Expected no signal to an Express execution.");
      case Effect.StopJob stop -> tasks.stopJob(stop);
      case Effect.StartMapRun ignored ->
          throw new AssertionError("Expected no distributed Map in an Express execution.");
      case Effect.AwaitMapRun ignored -> {}
      case Effect.StopMapRun ignored -> {}
      case Effect.TellStarter ignored ->
          throw new AssertionError("Expected nobody to wait for an Express execution.");
      case Effect.AwaitPermit ignored ->
          throw new AssertionError("Expected no limits of an Express machine.");
      case Effect.HoldPermit ignored -> {}
      case Effect.ReturnPermit ignored -> {}
      case Effect.OfferTask offer -> tasks.offer(arn, offer);
      case Effect.WithdrawTask withdraw -> tasks.withdraw(arn, withdraw);
    }
  }

  private Moment moment() {
    return new Moment(
        now(), new SplittableRandom(ThreadLocalRandom.current().nextLong()), tasks::activityExists);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
