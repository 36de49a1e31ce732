package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionShell;
import dev.pawl.engine.execution.ExecutionShell.Turn;
import dev.pawl.engine.execution.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One execution in the memory of one node: the rules of the actor in production, with its own
 * mailbox, and every step on its own, so that the world can end between any two. The thinking is
 * the real {@link ExecutionShell}'s.
 */
final class Entity {
  private static final Duration EARLY = Duration.ofMillis(700);

  private final World world;
  private final Node node;
  private final String arn;
  private final String writer;
  private final ExecutionShell<Request> shell;
  private final Deque<Message> mailbox = new ArrayDeque<>();
  private final Deque<Runnable> todo = new ArrayDeque<>();
  private final Deque<Long> unconfirmed = new ArrayDeque<>();
  private Execution execution = Execution.none();
  private long sequenceNumber;
  private boolean isDeciding;
  private boolean isStoring;
  private boolean isLeaving;
  private boolean isFirstRow = true;
  private boolean softFactsDue;
  private @Nullable Instant timer;

  Entity(World world, Node node, String arn) {
    this.world = world;
    this.node = node;
    this.arn = arn;
    this.writer = node.incarnation() + "/" + world.nextNumber();
    this.shell = new ExecutionShell<>(world.decider());
  }

  String arn() {
    return arn;
  }

  Execution execution() {
    return execution;
  }

  long sequenceNumber() {
    return sequenceNumber;
  }

  // ---- what the world may do with it

  boolean isRunnable() {
    return !todo.isEmpty() || (!isStoring && (!mailbox.isEmpty() || isLeaving));
  }

  void step() {
    if (!todo.isEmpty()) {
      todo.remove().run();
    } else if (!mailbox.isEmpty()) {
      process(mailbox.remove());
    } else {
      left();
    }
  }

  void receive(Message message) {
    mailbox.add(message);
  }

  /** When its timer fires, whatever this node's clock shows then. */
  @Nullable Instant trueTimer() {
    return timer == null ? null : node.trueTime(timer);
  }

  boolean hasTimerDue() {
    return softFactsDue || !unconfirmed.isEmpty() || (timer != null && !timer.isAfter(node.now()));
  }

  void fireTimer() {
    if (softFactsDue) {
      softFactsDue = false;
      receive(new Message.StoreSoftFacts());
    } else if (!unconfirmed.isEmpty()) {
      receive(new Message.TakeBack(unconfirmed.remove()));
    } else {
      timer = null;
      receive(new Message.Wake(0));
    }
  }

  // ---- recovery

  void recover() {
    sequenceNumber = world.journal().sequenceNumber(arn);
    execution = recovered();
    world.tell(() -> node.incarnation() + " recovers " + arn + " at row " + sequenceNumber);
    world.invariants().forEach(invariant -> invariant.recovered(world, this));
    if (execution.isRunning()) {
      shell.ask(new Command.Resume(), null);
      shell.ask(new Command.FireTimers(), null);
      var pending = Effects.pending(execution);
      var forgotten = world.makes(Mistake.EFFECT_NOT_ASKED_AGAIN) && !pending.isEmpty() ? 1 : 0;
      pending.stream().skip(forgotten).forEach(effect -> todo.add(() -> start(effect)));
      schedule();
      decideSoon();
    }
  }

  /** From a snapshot after any of its rows, which may be none. */
  private Execution recovered() {
    var rows = (int) sequenceNumber;
    var before = world.below(rows + 1);
    var forgotten = world.makes(Mistake.SNAPSHOT_OF_ANOTHER_ROW) && before < rows ? 1 : 0;
    return world.journal().recovered(arn, before, before + forgotten);
  }

  // ---- messages

  private void process(Message message) {
    switch (message) {
      case Message.Ask ask -> {
        shell.ask(asked(ask.command()), ask.replyTo());
        decideSoon();
      }
      case Message.Take take -> take(take);
      case Message.Confirm confirm -> confirm(confirm.taskId());
      case Message.TakeBack back -> shell.takeBack(execution, back.taskId()).ifPresent(this::start);
      case Message.Wake wake -> wake(wake.row());
      case Message.Decide ignored -> decide();
      case Message.StoreSoftFacts ignored -> decideSoon();
      case Message.Confirmed confirmed -> confirmed(confirmed);
      case Message.Passivate ignored -> passivate();
    }
  }

  /** A mistaken world gives an answer that is no longer waited for to another task. */
  private Command asked(Command command) {
    if (command instanceof Command.SucceedTask late
        && !execution.tasks().isEmpty()
        && !execution.tasks().containsKey(late.taskId())
        && (world.makes(Mistake.LATE_ANSWER_APPLIED)
            || (world.makes(Mistake.SECOND_ANSWER_APPLIED)
                && world.journal().hasTaken(arn, late.output())))) {
      var other = execution.tasks().keySet().iterator().next();
      return new Command.SucceedTask(other, late.output(), null);
    }
    return command;
  }

  private void take(Message.Take take) {
    var isGiven = shell.hasGiven(take.taskId());
    var task = shell.lend(execution, take.taskId(), take.worker(), moment().at());
    task.ifPresent(lent -> unconfirmed.add(lent.taskId()));
    if (task.isPresent() || isGiven) {
      tell(take, task);
    } else if (world.makes(Mistake.REFUSED_TAKE_UNCONFIRMED)) {
      refuse(take);
    } else {
      confirm(() -> giveOrRefuse(take));
    }
  }

  /** A pause may be over by now that has kept it from being given. */
  private void giveOrRefuse(Message.Take take) {
    var task = shell.lend(execution, take.taskId(), take.worker(), moment().at());
    task.ifPresent(lent -> unconfirmed.add(lent.taskId()));
    if (task.isPresent() || shell.hasGiven(take.taskId())) {
      tell(take, task);
    } else {
      refuse(take);
    }
  }

  private void confirm(long taskId) {
    unconfirmed.remove(taskId);
    shell.confirm(taskId);
    softFactsDue = shell.hasSoftFacts();
  }

  private void refuse(Message.Take take) {
    world.invariants().forEach(invariant -> invariant.refused(world, arn, take));
    tell(take, Optional.empty());
  }

  private void tell(Message.Take take, Optional<Effect.OfferTask> task) {
    world
        .network()
        .send(
            () -> "task " + take.taskId() + " of " + arn + " to " + take.worker() + ": " + task,
            () -> take.replyTo().accept(task));
  }

  private void wake(long row) {
    if (row > sequenceNumber) {
      fail();
    } else if (execution.isRunning()) {
      if (execution.nextTimer().filter(due -> !due.isAfter(moment().at())).isPresent()) {
        shell.ask(new Command.FireTimers(), null);
        decideSoon();
      } else {
        schedule();
      }
    }
  }

  private void decideSoon() {
    if (!isDeciding) {
      isDeciding = true;
      mailbox.add(new Message.Decide());
    }
  }

  private void decide() {
    isDeciding = false;
    if (!shell.isWaiting() && !shell.hasSoftFacts()) {
      return;
    }
    var turn = shell.turn(world.revisions().machine(arn, execution), decidedOn(), moment());
    world.tell(() -> node.incarnation() + " decides " + arn + ": " + turn.events());
    world.invariants().forEach(invariant -> invariant.decided(world, arn, turn));
    if (!turn.events().isEmpty()) {
      store(turn);
    } else if (turn.needsConfirmation()) {
      confirmUnlessMistaken(turn);
    } else {
      schedule();
    }
    if (shell.isWaiting()) {
      decideSoon();
    }
  }

  /** A mistaken world forgets that an execution is paused. */
  private Execution decidedOn() {
    if (!world.makes(Mistake.PAUSE_FORGOTTEN)) {
      return execution;
    }
    return Mistake.forgotten(execution);
  }

  private Moment moment() {
    var at = world.makes(Mistake.TIMER_EARLY) ? node.now().plus(EARLY) : node.now();
    return new Moment(
        at,
        new SplittableRandom(world.nextNumber()),
        ignored -> true,
        world.revisions()::definition);
  }

  // ---- storing

  private void store(Turn<Request> turn) {
    isStoring = true;
    var row = row(turn);
    var number = sequenceNumber + 1;
    if (world.makes(Mistake.ACKNOWLEDGED_TOO_SOON)) {
      answer(turn);
    }
    if (world.makes(Mistake.PERMIT_RETURNED_TOO_SOON)
        && row.permit() instanceof Effect.ReturnPermit free) {
      world.journal().permits().change(arn, free);
    }
    world
        .network()
        .sendSurely(
            () -> "row " + number + " of " + arn + " by " + writer,
            () -> {
              var isStored = append(number, row);
              world
                  .network()
                  .sendSurely(
                      () ->
                          "row " + number + " of " + arn + (isStored ? " is stored" : " is fenced"),
                      node,
                      here(() -> written(turn, isStored)));
            });
  }

  /** The writer writes a batch again whose commit was not answered. */
  private boolean append(long number, Journal.Row row) {
    var isStored = world.append(arn, number, row);
    return world.happens(world.faults().commitRepeated())
        ? world.append(arn, number, row)
        : isStored;
  }

  private Journal.Row row(Turn<Request> turn) {
    var row = Journal.Row.of(writer, node.incarnation(), arn, turn);
    var isWoken = isFirstRow && sequenceNumber > 0;
    isFirstRow = false;
    return world.mistake().inRow(row, isWoken);
  }

  private void written(Turn<Request> turn, boolean isStored) {
    if (!isStored || world.happens(world.faults().commitAnswerLost())) {
      fail();
      return;
    }
    isStoring = false;
    sequenceNumber++;
    execution = execution.evolve(turn.events());
    world.invariants().forEach(invariant -> invariant.stored(world, this, turn));
    turn.effects().forEach(effect -> todo.add(() -> start(effect)));
    if (!world.makes(Mistake.ACKNOWLEDGED_TOO_SOON)) {
      answer(turn);
    }
    tellMapRunOfTheEnd();
    todo.add(this::goOn);
  }

  /** May be lost: the Map Run looks by itself. */
  private void tellMapRunOfTheEnd() {
    var origin = execution.origin();
    var starter = origin == null ? null : origin.startedBy();
    var place = starter == null ? null : starter.mapRun();
    if (place != null && !execution.isRunning()) {
      var status = execution.status();
      node.tellMapRun(place.mapRunArn(), keeper -> keeper.childEnded(place.index(), status));
    }
  }

  private void goOn() {
    if (execution.isRunning()) {
      schedule();
    } else {
      timer = null;
      isLeaving = true;
    }
    if (shell.isWaiting()) {
      decideSoon();
    }
  }

  private void confirmUnlessMistaken(Turn<Request> turn) {
    if (world.makes(Mistake.REFUSAL_UNCONFIRMED)) {
      answer(turn);
    } else {
      confirm(() -> answer(turn));
    }
  }

  private void confirm(Runnable refusal) {
    world
        .network()
        .sendSurely(
            () -> "who owns " + arn,
            () -> {
              var number = world.journal().sequenceNumber(arn);
              world
                  .network()
                  .sendSurely(
                      () -> "owner of " + arn,
                      node,
                      here(() -> receive(new Message.Confirmed(refusal, number))));
            });
  }

  /** A refusal counts only if every row there was by then is one that this owner has seen. */
  private void confirmed(Message.Confirmed confirmed) {
    if (confirmed.sequenceNumber() > sequenceNumber) {
      fail();
      return;
    }
    confirmed.refusal().run();
    if (!execution.isRunning()) {
      isLeaving = true;
    }
  }

  private void answer(Turn<Request> turn) {
    for (var answer : turn.answers()) {
      todo.add(() -> reply(answer.replyTo(), answer.decision()));
    }
  }

  private void reply(Request request, Decision decision) {
    world.invariants().forEach(invariant -> invariant.answered(world, request, decision));
    world.network().send(() -> "answer to " + request, () -> request.answer(decision));
  }

  private void start(Effect effect) {
    switch (effect) {
      case Effect.Continue ignored -> {
        shell.ask(new Command.Continue(), null);
        decideSoon();
      }
      case Effect.CallTask call -> node.begin(arn, call);
      case Effect.CancelTask ignored -> {}
      case Effect.AwaitJob ignored -> {}
      case Effect.AwaitSignal ignored -> {}
      case Effect.StopJob ignored -> {}
      case Effect.StartMapRun mapRun -> node.start(mapRun);
      case Effect.AwaitMapRun ignored -> {}
      case Effect.StopMapRun mapRun -> node.tellMapRun(mapRun.mapRunArn(), MapRunKeeper::stop);
      case Effect.TellStarter ignored -> {}
      case Effect.AwaitPermit ignored -> node.granting().moved();
      case Effect.HoldPermit ignored -> {}
      case Effect.ReturnPermit ignored -> node.granting().moved();
      case Effect.OfferTask offer ->
          node.offered(new Journal.Offer(offer.activityArn(), arn, offer.taskId()));
      case Effect.WithdrawTask offer ->
          node.withdrawn(new Journal.Offer(offer.activityArn(), arn, offer.taskId()));
    }
  }

  private void schedule() {
    timer = execution.nextTimer().orElse(null);
  }

  // ---- going

  private void passivate() {
    if (shell.hasSoftFacts()) {
      decideSoon();
    } else if (!shell.isWaiting() && !Effects.needsOwner(execution)) {
      isLeaving = true;
    }
  }

  /** Stops as it was asked to; whatever came meanwhile goes to the next one. */
  private void left() {
    node.forget(this);
    List.copyOf(mailbox).forEach(message -> forward(message));
  }

  /** Whatever it does, it does no more: the supervisor starts another in its place. */
  private void fail() {
    world.tell(() -> node.incarnation() + " restarts " + arn);
    node.forget(this);
    shell.abandon();
    mailbox.clear();
    todo.clear();
    world.network().sendSurely(() -> "restart of " + arn, node, () -> restart());
  }

  private void restart() {
    if (node.living(arn) == null) {
      node.route(arn, new Message.Wake(0));
    }
  }

  /** Taken from memory because its shard moves to another node. */
  void handOff() {
    node.forget(this);
    List.copyOf(mailbox).forEach(this::forward);
  }

  private void forward(Message message) {
    switch (message) {
      case Message.Ask ask -> node.route(arn, ask);
      case Message.Take take -> node.route(arn, take);
      case Message.Confirm confirm -> node.route(arn, confirm);
      case Message.TakeBack ignored -> {}
      case Message.Wake wake -> node.route(arn, wake);
      case Message.Passivate ignored -> {}
      case Message.Decide ignored -> {}
      case Message.StoreSoftFacts ignored -> {}
      case Message.Confirmed ignored -> {}
    }
  }

  private Runnable here(Runnable action) {
    return () -> {
      if (node.living(arn) == this) {
        action.run();
      }
    };
  }
}
