package dev.pawl.node.api.operation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Pause;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.execution.RedriveOutcome;
import dev.pawl.node.execution.StartOutcome;
import dev.pawl.node.execution.StartRequest;
import dev.pawl.node.execution.SteerOutcome;
import dev.pawl.node.execution.StopOutcome;
import dev.pawl.node.execution.SyncOutcome;
import dev.pawl.node.execution.TaskAnswer;
import dev.pawl.node.execution.TaskPort;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.journal.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Executions that only start: what happens to them is what the test writes into the journal. */
final class FakeExecutions implements ExecutionDoor {

  static final Instant START = Instant.parse("2026-11-22T16:04:05.123Z");

  private final Database database;
  private final Map<String, StartRequest> started = new ConcurrentHashMap<>();

  FakeExecutions(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<StartOutcome> start(StartRequest request) {
    var before = started.putIfAbsent(request.executionArn(), request);
    if (before != null) {
      return done(
          before.input().text().equals(request.input().text())
              ? new StartOutcome.Started(request.executionArn(), START)
              : new StartOutcome.AlreadyExists(request.executionArn()));
    }
    write(request.executionArn(), 1, List.of(recorded(1, event(request))));
    index(request, "RUNNING", null);
    return done(new StartOutcome.Started(request.executionArn(), START));
  }

  private static Event event(StartRequest request) {
    return new Event.ExecutionStarted(
        request.executionArn(),
        request.name(),
        request.stateMachineArn(),
        request.definitionHash(),
        request.roleArn(),
        request.express(),
        "A",
        request.input(),
        "seal",
        null,
        request.traceHeader(),
        null,
        request.revision());
  }

  static Recorded recorded(long id, Event event) {
    return new Recorded(id, id - 1, 0, START.plusMillis(id), event);
  }

  /** The last row of an execution. */
  void end(String executionArn, long seqNr, String status, Event... events) {
    var first = seqNr * 10;
    var recorded = new java.util.ArrayList<Recorded>();
    for (var event : events) {
      recorded.add(recorded(first + recorded.size(), event));
    }
    write(executionArn, seqNr, recorded);
    var request = started.get(executionArn);
    if (request == null) {
      throw new AssertionError("Expected " + executionArn + " to have been started.");
    }
    index(request, status, START.plusSeconds(1));
  }

  /** One journal row. */
  void write(String executionArn, long seqNr, List<Recorded> events) {
    database
        .writer()
        .submit(connection ->
            Jdbc.update(
                connection,
                """
                INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,
                  adapter_manifest, event_payload, event_ser_id, event_ser_manifest, first_event_id, last_event_id)
                VALUES (?, ?, 'test', 0, '', ?, 0, '', ?, ?)\
                """,
                executionArn,
                seqNr,
                EventCodec.CURRENT.encode(events),
                events.getFirst().id(),
                events.getLast().id()))
        .join();
  }

  private void index(StartRequest request, String status, @Nullable Instant stop) {
    database
        .writer()
        .submit(connection -> {
          Jdbc.update(
              connection, "DELETE FROM executions WHERE execution_arn = ?", request.executionArn());
          return Jdbc.update(
              connection,
              """
              INSERT INTO executions (execution_arn, state_machine_arn, name, status, start_date, stop_date, seq_nr,
                slice, state_machine_version_arn, state_machine_alias_arn) VALUES (?, ?, ?, ?, ?, ?, 1, 0, ?, ?)\
              """,
              request.executionArn(),
              request.stateMachineArn(),
              request.name(),
              status,
              START,
              stop,
              request.revision().versionArn(),
              request.revision().aliasArn());
        })
        .join();
  }

  @Override
  public CompletionStage<SyncOutcome> startSync(StartRequest request) {
    return done(
        request.input().text().contains("fail")
            ? new SyncOutcome(START, START.plusMillis(101), "FAILED", null, "Bad", "very")
            : new SyncOutcome(
                START, START.plusMillis(7), "SUCCEEDED", request.input(), null, null));
  }

  @Override
  public CompletionStage<StopOutcome> stop(
      String executionArn, @Nullable String error, @Nullable String cause) {
    return done(
        started.containsKey(executionArn)
            ? new StopOutcome.Stopped(START.plusSeconds(9))
            : new StopOutcome.DoesNotExist());
  }

  @Override
  public CompletionStage<RedriveOutcome> redrive(
      String executionArn, @Nullable String clientToken) {
    return done(
        started.containsKey(executionArn)
            ? new RedriveOutcome.Redriven(START.plusSeconds(10))
            : new RedriveOutcome.DoesNotExist());
  }

  /** As an execution that was started does: it stands still when it was told to. */
  CompletionStage<SteerOutcome> steer(String executionArn, Command command) {
    if (!started.containsKey(executionArn)) {
      return done(new SteerOutcome.DoesNotExist());
    }
    return done(
        switch (command) {
          case Command.PauseExecution pause ->
              new SteerOutcome.Done(
                  new Pause(START, new Pause.Reason(START, pause.reason(), 0), null));
          case Command.SignalExecution signal when signal.name().equals("full") ->
              new SteerOutcome.LimitExceeded("Expected fewer signals.");
          default -> new SteerOutcome.Done(null);
        });
  }

  @Override
  public CompletionStage<TaskAnswer> taskSucceeded(
      String taskToken, Payload output, String invocationId) {
    return answer(taskToken);
  }

  @Override
  public CompletionStage<TaskAnswer> taskFailed(
      String taskToken, @Nullable String error, @Nullable String cause, String invocationId) {
    return answer(taskToken);
  }

  @Override
  public CompletionStage<TaskAnswer> taskHeartbeat(String taskToken) {
    return answer(taskToken);
  }

  /** A function that returns its input. */
  @Override
  public CompletionStage<TaskPort.Result> call(Effect.CallTask task) {
    return done(new TaskPort.Result.Succeeded(task.parameters()));
  }

  private static CompletionStage<TaskAnswer> answer(String taskToken) {
    return done(TaskAnswer.valueOf(taskToken));
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }
}
