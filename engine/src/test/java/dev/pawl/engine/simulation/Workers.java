package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.TaskToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Those who poll for activity tasks. They work, send heartbeats, answer, answer again, or die with
 * all they hold.
 */
final class Workers {
  private final World world;
  private final List<Held> held = new ArrayList<>();

  private static final class Held {
    final String executionArn;
    final TaskToken token;
    @Nullable Request answer;

    Held(String executionArn, TaskToken token) {
      this.executionArn = executionArn;
      this.token = token;
    }
  }

  Workers(World world) {
    this.world = world;
  }

  void act() {
    switch (world.below(4)) {
      case 0, 1 -> poll();
      case 2 -> work();
      default -> heartbeat();
    }
    if (world.happens(world.faults().workerDies()) && !held.isEmpty()) {
      held.remove(world.below(held.size()));
    }
  }

  private void poll() {
    var living = world.runningNodes();
    if (!living.isEmpty()) {
      var node = world.oneOf(living);
      var window = node.window();
      if (!window.isEmpty()) {
        take(node, world.oneOf(window));
      }
    }
  }

  private void take(Node node, Journal.Offer offer) {
    node.withdrawn(offer);
    var worker = "worker" + world.below(3);
    world.send(
        offer.executionArn(),
        new Message.Take(offer.taskId(), worker, task -> taken(offer.executionArn(), task)));
  }

  private void taken(String executionArn, Optional<Effect.OfferTask> task) {
    task.flatMap(offer -> TaskToken.parse(offer.taskToken()))
        .ifPresent(token -> {
          held.add(new Held(executionArn, token));
          world.send(executionArn, new Message.Confirm(token.taskId()));
        });
  }

  private void work() {
    if (!held.isEmpty()) {
      answer(world.oneOf(held));
    }
  }

  private void answer(Held some) {
    var answer = some.answer;
    if (answer == null || world.below(10) == 0) {
      var token = some.token;
      answer =
          new Request(
              some.executionArn,
              Functions.answer(world, some.executionArn, token.taskId(), token.seal()));
      some.answer = answer;
    }
    ask(answer);
  }

  private void heartbeat() {
    if (!held.isEmpty()) {
      var some = world.oneOf(held);
      ask(
          new Request(
              some.executionArn,
              new Command.HeartbeatTask(some.token.taskId(), some.token.seal())));
    }
  }

  /** All who hold a task answer, and all that is offered is taken. */
  boolean finish() {
    held.removeIf(some -> some.answer != null && some.answer.isAnswered());
    held.forEach(this::answer);
    var offered = false;
    for (var node : world.runningNodes()) {
      for (var offer : node.window()) {
        offered = true;
        take(node, offer);
      }
    }
    return offered || !held.isEmpty();
  }

  private void ask(Request request) {
    world.send(request.executionArn(), new Message.Ask(request.command(), request));
  }
}
