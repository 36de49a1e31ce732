package dev.pawl.persistence.journal.recorded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decider;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionShell;
import dev.pawl.engine.execution.Moment;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.history.HistoryView;
import dev.pawl.persistence.journal.recorded.RecordedCase.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** An execution that lives by today's code, from its start or from rows that were recorded. */
final class RecordedLife {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final RecordedCase from;
  private final ExecutionShell<String> shell = new ExecutionShell<>(new Decider(Quotas.STRICT));
  private final List<Row> rows = new ArrayList<>();
  private final List<Recorded> events = new ArrayList<>();
  private Execution execution = Execution.none();
  private Instant now = BEGIN;

  private RecordedLife(RecordedCase from) {
    this.from = from;
  }

  /** Starts it, and lets its commands happen. */
  static RecordedLife begun(RecordedCase from) {
    var life = new RecordedLife(from);
    life.decide(from.start());
    life.happen("commands");
    return life;
  }

  /** Replays its rows; the clock stands where its commands had brought it. */
  static RecordedLife replayed(RecordedCase from) {
    var life = new RecordedLife(from);
    for (var row : from.rows()) {
      life.rows.add(row);
      life.events.addAll(row.events());
      life.execution = life.execution.evolve(row.events());
    }
    for (var step : from.steps("commands")) {
      life.now = life.now.plus(step.after());
    }
    return life;
  }

  /** Lets what comes then happen too. */
  RecordedLife goneOn() {
    happen("then");
    return this;
  }

  private void happen(String member) {
    for (var step : from.steps(member)) {
      now = now.plus(step.after());
      if (decide(at(step.command())) instanceof Decision.Rejected refused) {
        throw new AssertionError(
            "Expected %s of %s to be accepted, but: %s Open: %s"
                .formatted(step, from.name(), refused, summary().get("pending")));
      }
    }
  }

  private Command at(Command command) {
    return switch (command) {
      case Command.StartTask task -> new Command.StartTask(task.taskId(), task.workerName(), now);
      case Command.ConfirmMapRun ignored ->
          new Command.ConfirmMapRun(mapRunArn(), execution.redriveCount());
      case Command.SucceedMapRun c ->
          new Command.SucceedMapRun(mapRunArn(), execution.redriveCount(), c.result());
      case Command.FailMapRun c ->
          new Command.FailMapRun(mapRunArn(), execution.redriveCount(), c.error(), c.cause());
      default -> command;
    };
  }

  private String mapRunArn() {
    var arn = "";
    for (var event : events) {
      if (event.event() instanceof Event.MapRunStarted started) {
        arn = started.mapRunArn();
      }
    }
    return arn;
  }

  private Decision decide(Command command) {
    shell.ask(command, "asker");
    var decision = turn().getFirst().decision();
    while (execution.mustContinue()) {
      shell.ask(new Command.Continue(), null);
      turn();
    }
    return decision;
  }

  private List<ExecutionShell.Answer<String>> turn() {
    var turn =
        shell.turn(
            machine(),
            execution,
            new Moment(now, new SplittableRandom(rows.size()), activity -> true, from::definition));
    if (!turn.events().isEmpty()) {
      rows.add(Row.of(turn.events()));
    }
    events.addAll(turn.events());
    execution = turn.after();
    return turn.answers();
  }

  private StateMachine machine() {
    var origin = execution.origin();
    return origin == null
        ? from.machine()
        : from.definition(origin.definitionHash()).orElseGet(from::machine);
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  /**
   * What can be told of it from outside: what DescribeExecution and GetExecutionHistory say, which
   * timers stand, and what is still to be done.
   */
  ObjectNode summary() {
    var summary = JsonNodeFactory.instance.objectNode();
    summary.put("status", execution.status().name());
    summary.put("startedAt", String.valueOf(execution.startedAt()));
    summary.put("stoppedAt", String.valueOf(execution.stoppedAt()));
    var output = execution.output();
    summary.put("output", output == null ? null : output.text());
    summary.put("error", execution.error());
    summary.put("cause", execution.cause());
    summary.put("lastEventId", execution.lastEventId());
    var timers = summary.putArray("timers");
    execution
        .timers()
        .forEach(timer ->
            timers.add("%s in %d at %s".formatted(timer.kind(), timer.scope(), timer.due())));
    var effects = summary.putArray("pending");
    Effects.pending(execution).forEach(effect -> effects.add(told(effect)));
    summary.put("needsOwner", Effects.needsOwner(execution));
    var history = summary.putArray("history");
    var view = new HistoryView("us-east-1", true);
    events.stream().filter(HistoryView::isShown).map(view::toApi).forEach(history::add);
    return summary;
  }

  private static String told(Effect effect) {
    return switch (effect) {
      case Effect.Continue ignored -> "continue";
      case Effect.CallTask e ->
          "call %d %s %s %s"
              .formatted(e.taskId(), e.target().resource(), e.parameters().text(), e.taskToken());
      case Effect.OfferTask e ->
          "offer %d %s %s %s"
              .formatted(e.taskId(), e.activityArn(), e.input().text(), e.taskToken());
      case Effect.AwaitJob e ->
          "await %d %s %s".formatted(e.taskId(), e.target().resource(), e.taskToken());
      case Effect.AwaitSignal e ->
          "await signal %d %s".formatted(e.taskId(), e.parameters().text());
      case Effect.TellStarter e ->
          "tell %s %s".formatted(e.startedBy().taskToken(), e.end().status());
      case Effect.AwaitPermit e -> "await permit %d of %s".formatted(e.ticket(), e.key());
      case Effect.HoldPermit e -> "hold permit " + e.ticket();
      case Effect.ReturnPermit ignored -> "return permit";
      case Effect.CancelTask e -> "cancel " + e.taskId();
      case Effect.StopJob e -> "stop " + e.taskId();
      case Effect.StartMapRun e -> "start %s of event %d".formatted(e.mapRunArn(), e.eventId());
      case Effect.AwaitMapRun e -> "await " + e.mapRunArn();
      case Effect.StopMapRun e -> "stop " + e.mapRunArn();
      case Effect.WithdrawTask e -> "withdraw " + e.taskId();
    };
  }
}
