package dev.pawl.node.maprun;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.execution.Machines;
import dev.pawl.persistence.index.ExecutionHistories;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Finds what a Map Run has to do in the history of the execution that it works for. */
final class MapRunPlans {
  private final ExecutionHistories histories;
  private final Machines machines;
  private final Executor blocking;

  MapRunPlans(ExecutionHistories histories, Machines machines, Executor blocking) {
    this.histories = histories;
    this.machines = machines;
    this.blocking = blocking;
  }

  /**
   * @param eventId the MapRunStarted of the Map Run
   */
  CompletionStage<MapRunWork> load(String executionArn, long eventId) {
    return CompletableFuture.supplyAsync(() -> read(executionArn, eventId), blocking)
        .thenCompose(read ->
            machines
                .load(read.starter().definitionHash())
                .thenApply(machine -> {
                  var plan = read.started().plan();
                  if (plan == null) {
                    throw new AssertionError("Expected a Map Run to have a plan.");
                  }
                  return new MapRunWork(
                      read.started().mapRunArn(),
                      eventId,
                      machine.map(plan.state()),
                      plan,
                      read.starter(),
                      read.items());
                }));
  }

  private record Read(Event.ExecutionStarted starter, Event.MapRunStarted started, Payload items) {}

  private Read read(String executionArn, long eventId) {
    var starter =
        events(histories.first(executionArn).stream().toList()).stream()
            .map(Recorded::event)
            .filter(Event.ExecutionStarted.class::isInstance)
            .map(Event.ExecutionStarted.class::cast)
            .findFirst()
            .orElseThrow(() -> absent(executionArn, eventId));
    var events = events(histories.ascending(executionArn, eventId - 1, eventId, 0, 2));
    var started =
        events.stream()
            .filter(recorded -> recorded.id() == eventId)
            .findFirst()
            .orElseThrow(() -> absent(executionArn, eventId));
    var items =
        events.stream()
            .filter(recorded -> recorded.id() < eventId && recorded.scope() == started.scope())
            .map(Recorded::event)
            .filter(Event.MapStateStarted.class::isInstance)
            .map(Event.MapStateStarted.class::cast)
            .reduce((earlier, later) -> later)
            .orElseThrow(() -> absent(executionArn, eventId));
    var run = (Event.MapRunStarted) started.event();
    var pinned = run.pinned() == null ? starter : starter.pinnedTo(run.pinned());
    return new Read(pinned, run, items.items());
  }

  private static List<Recorded> events(List<ExecutionHistories.HistoryRow> rows) {
    return rows.stream().flatMap(row -> row.events().stream()).toList();
  }

  private static AssertionError absent(String executionArn, long eventId) {
    return new AssertionError(
        "Expected event %d of %s to start a Map Run.".formatted(eventId, executionArn));
  }
}
