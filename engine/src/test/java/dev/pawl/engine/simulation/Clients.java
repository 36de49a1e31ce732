package dev.pawl.engine.simulation;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Limited;
import dev.pawl.engine.execution.Pinned;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.Restarts;
import dev.pawl.engine.execution.Revision;
import dev.pawl.engine.json.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those who start executions, and sometimes stop, redrive or migrate them. They ask again until
 * they are answered.
 */
final class Clients {
  private static final int EXECUTIONS_MAX = 3;
  private static final int LIMITED_MAX = 6;
  private static final int KEYS = 2;
  private static final int REDRIVES_MAX = 6;
  private static final int REDRIVE_SELDOM = 8;
  private static final int PAUSES_MAX = 5;
  private static final int PAUSE_SELDOM = 12;
  private static final int SIGNALS_MAX = 40;
  private static final int SIGNAL_SELDOM = 6;
  private static final int MIGRATIONS_MAX = 4;
  private static final int MIGRATE_SELDOM = 12;
  private static final int MACHINES = 20_000;
  private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:random";

  private final World world;
  private final List<Request> requests = new ArrayList<>();
  private int started;
  private int redrives;
  private int pauses;
  private int signals;
  private int migrations;

  Clients(World world) {
    this.world = world;
  }

  void act() {
    if (started == 0
        || (started < (world.journal().permits().areLimited() ? LIMITED_MAX : EXECUTIONS_MAX)
            && world.below(10) == 0)) {
      start();
    } else {
      var again = world.oneOf(requests);
      if (!again.isAnswered() || world.below(50) == 0) {
        ask(again);
      }
      if (world.happens(world.faults().stop())) {
        stop(again.executionArn());
      }
      if (pauses < PAUSES_MAX && world.below(PAUSE_SELDOM) == 0) {
        ask(
            add(
                new Request(
                    again.executionArn(), new Command.PauseExecution("pause-" + ++pauses))));
      } else if (pauses > 0 && world.below(PAUSE_SELDOM) == 0) {
        resume(again.executionArn());
      }
      if (signals < SIGNALS_MAX && world.below(SIGNAL_SELDOM) == 0) {
        signal(again.executionArn());
      }
      if (redrives < REDRIVES_MAX && world.below(REDRIVE_SELDOM) == 0) {
        if (world.below(2) == 0) {
          redrive(again.executionArn());
        } else {
          redriveFrom(again.executionArn());
        }
      }
      if (migrations < MIGRATIONS_MAX && world.below(MIGRATE_SELDOM) == 0) {
        migrate(again.executionArn());
      }
    }
  }

  private void start() {
    var name = "life-" + ++started;
    var arn = "arn:aws:states:us-east-1:000000000000:execution:random:" + name;
    world.revisions().give(arn, machine());
    ask(
        add(
            new Request(
                arn,
                new Command.StartExecution(
                    arn,
                    name,
                    MACHINE,
                    "definition",
                    "arn:aws:iam::000000000000:role/simulated",
                    false,
                    Payload.ofStoredText(
                        "{\"n\": 0, \"list\": [1, 2, 3], \"s\": \"start\"" + key() + "}"),
                    "seal-" + world.nextNumber(),
                    null,
                    null,
                    null,
                    limited()))));
  }

  /** The customer by whom executions share a limit; some have none. */
  private String key() {
    var customer = world.journal().permits().areLimited() ? world.below(KEYS + 1) : KEYS;
    return customer == KEYS ? "" : ", \"customer\": " + customer;
  }

  private @Nullable Limited limited() {
    return world.journal().permits().areLimited()
        ? new Limited(world.journal().permits().limits().keyPath())
        : null;
  }

  private StateMachine machine() {
    return world.below(3) == 0
        ? world.oneOf(KnownStateMachines.ALL)
        : RandomStateMachine.number(world.below(MACHINES));
  }

  private void stop(String arn) {
    ask(add(new Request(arn, new Command.StopExecution("Stopped", "by a client"))));
  }

  private void redrive(String arn) {
    ask(add(new Request(arn, new Command.RedriveExecution("redrive-" + ++redrives, limited()))));
  }

  private void resume(String arn) {
    ask(add(new Request(arn, new Command.ResumeExecution())));
  }

  private void signal(String arn) {
    var id = "signal-" + ++signals;
    var payload = Payload.ofStoredText("{\"signal\":\"" + id + "\"}");
    ask(add(new Request(arn, new Command.SignalExecution("go", id, payload))));
  }

  /** From any state that the outermost flow has been in, as the history tells it now. */
  private void redriveFrom(String arn) {
    var events = world.journal().events(arn);
    var names =
        events.stream()
            .filter(recorded -> recorded.scope() == 0)
            .map(Recorded::event)
            .filter(Event.StateEntered.class::isInstance)
            .map(event -> ((Event.StateEntered) event).name())
            .distinct()
            .toList();
    if (!names.isEmpty()) {
      var restarts = new Restarts(world.oneOf(names));
      restarts.read(events);
      ask(
          add(
              new Request(
                  arn,
                  new Command.RedriveExecutionFrom(
                      restarts.restart(null).orElseThrow(),
                      restarts.lastEventId(),
                      "redrive-" + ++redrives,
                      limited()))));
    }
  }

  /** To a machine that may, or may not, have what is open; states of all have the same names. */
  private void migrate(String arn) {
    var hash = "definition-" + ++migrations;
    world.revisions().define(hash, world.below(2) == 0 ? same(arn) : machine());
    ask(
        add(
            new Request(
                arn,
                new Command.MigrateExecution(
                    new Pinned(
                        hash, "arn:aws:iam::000000000000:role/simulated", Revision.PLAIN)))));
  }

  private StateMachine same(String arn) {
    return world.revisions().machine(arn, world.journal().truth(arn));
  }

  private Request add(Request request) {
    requests.add(request);
    return request;
  }

  boolean finish() {
    if (started == 0) {
      start();
    }
    requests.removeIf(Request::isAnswered);
    requests.forEach(this::ask);
    if (requests.isEmpty()) {
      letEveryoneGoOn();
    }
    return !requests.isEmpty();
  }

  /** Nobody is left paused, or waiting for a signal. */
  private void letEveryoneGoOn() {
    for (var arn : world.journal().running()) {
      var truth = world.journal().truth(arn);
      if (truth.isPaused()) {
        resume(arn);
      }
      if (Effects.pending(truth).stream().anyMatch(Effect.AwaitSignal.class::isInstance)) {
        signal(arn);
      }
    }
  }

  private void ask(Request request) {
    world.send(request.executionArn(), new Message.Ask(request.command(), request));
  }
}
