package dev.pawl.node.boot;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Pinned;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.api.ApiSettings;
import dev.pawl.node.api.Apis;
import dev.pawl.node.api.Failures;
import dev.pawl.node.api.OperationCalls;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.auth.Gate;
import dev.pawl.node.api.identity.IdentityOperations;
import dev.pawl.node.api.logs.LogsOperations;
import dev.pawl.node.api.operation.ExecutionDoor;
import dev.pawl.node.api.operation.FunctionDoor;
import dev.pawl.node.api.operation.KnownFailures;
import dev.pawl.node.api.operation.LambdaOperations;
import dev.pawl.node.api.operation.LimitOperations;
import dev.pawl.node.api.operation.StepFunctionsOperations;
import dev.pawl.node.api.pawl.LineageDoor;
import dev.pawl.node.api.pawl.LineageOperations;
import dev.pawl.node.api.pawl.PawlOperations;
import dev.pawl.node.api.pawl.SearchOperations;
import dev.pawl.node.api.pawl.SteeringOperations;
import dev.pawl.node.cluster.ClusterView;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.execution.Launches;
import dev.pawl.node.execution.MigrateOutcome;
import dev.pawl.node.execution.RedriveOutcome;
import dev.pawl.node.execution.StartOutcome;
import dev.pawl.node.execution.StartRequest;
import dev.pawl.node.execution.StopOutcome;
import dev.pawl.node.execution.SyncOutcome;
import dev.pawl.node.execution.TaskAnswer;
import dev.pawl.node.execution.TaskPort;
import dev.pawl.node.function.FunctionPool;
import dev.pawl.node.maprun.MapRuns;
import dev.pawl.node.observe.ExecutionLogs;
import dev.pawl.node.task.ActivityTasks;
import dev.pawl.node.task.StepFunctionsCalls;
import dev.pawl.persistence.Database;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Opens the living parts of a node to its APIs. */
final class Doors {
  private Doors() {}

  static Apis of(
      ApiSettings api,
      Database database,
      Executions executions,
      MapRuns mapRuns,
      ActivityTasks activities,
      FunctionPool pool,
      OperationRunner runner,
      Executor blocking,
      Clock clock,
      NodeSettings settings,
      ClusterView cluster,
      Observation observation,
      ExecutionLogs logs,
      Gate gate) {
    var stepFunctions =
        StepFunctionsOperations.of(
            api,
            runner,
            new StepFunctionsOperations.Parts(
                database.stateMachines(),
                database.versions(),
                database.aliases(),
                database.tags(),
                database.activities(),
                database.executions(),
                database.histories(),
                door(executions),
                activities::poll,
                database.mapRuns(),
                mapRuns::update,
                database.permits(),
                clock));
    var lambda =
        LambdaOperations.of(api, runner, database.functions(), FunctionDoor.to(pool), clock);
    return new Apis(
        stepFunctions,
        lambda.operations(),
        IdentityOperations.of(api.account(), database.roles(), database.tags(), clock),
        LogsOperations.of(
            api, database.logGroups(), new LocalLogs(logs, pool.logs()), database.tags(), clock),
        PawlOperations.of(
            LineageOperations.of(runner, lineage(api, database, executions, clock)),
            LimitOperations.of(runner, limits(api, database, clock)),
            SearchOperations.of(
                new SearchOperations.Parts(
                    api.account(),
                    api.region(),
                    database.stateMachines(),
                    database.search(),
                    database.bulkOperations(),
                    clock)),
            SteeringOperations.of(runner, steering(database, executions, cluster))),
        new LocalNode(settings, database, pool, cluster, executions, clock, blocking, observation),
        lambda.code(),
        gate,
        runner,
        new Failures(new KnownFailures()),
        observation.metrics().api(),
        observation.tracing(),
        () -> observation.health().ready().ok());
  }

  private static SteeringOperations.Parts steering(
      Database database, Executions executions, ClusterView cluster) {
    return new SteeringOperations.Parts(
        executions::steer,
        database.stateMachines(),
        database.pauses(),
        executions.pauses()::refresh,
        database.executions(),
        database.storedExecutions(),
        cluster::addressOf);
  }

  private static LineageOperations.Parts lineage(
      ApiSettings api, Database database, Executions executions, Clock clock) {
    return new LineageOperations.Parts(
        database.stateMachines(),
        new Launches(database.stateMachines(), database.versions(), database.aliases()),
        database.executions(),
        database.histories(),
        new LineageDoor() {
          @Override
          public CompletionStage<Optional<RedriveOutcome>> redriveFrom(
              String executionArn, Event.Restart from, long lastEventId, String clientToken) {
            return executions.redriveFrom(executionArn, from, lastEventId, clientToken);
          }

          @Override
          public CompletionStage<MigrateOutcome> migrate(String executionArn, Pinned to) {
            return executions.migrate(executionArn, to);
          }
        },
        api.quotas(),
        clock);
  }

  /** The API for tasks that call it: what goes wrong is an answer. */
  static StepFunctionsCalls stepFunctions(OperationCalls calls) {
    return (operation, members, invocationId) ->
        calls
            .call(operation, members, invocationId)
            .handle((given, failure) -> {
              if (failure == null) {
                return new StepFunctionsCalls.Answer.Given(given);
              }
              var error = calls.error(failure, operation);
              return new StepFunctionsCalls.Answer.Refused(
                  error.type(), error.text(), error.status());
            });
  }

  private static LimitOperations.Parts limits(ApiSettings api, Database database, Clock clock) {
    return new LimitOperations.Parts(
        database.stateMachines(),
        database.limits(),
        database.permits(),
        api.stateMachineCache(),
        clock);
  }

  private static ExecutionDoor door(Executions executions) {
    return new ExecutionDoor() {
      @Override
      public CompletionStage<StartOutcome> start(StartRequest request) {
        return executions.start(request);
      }

      @Override
      public CompletionStage<SyncOutcome> startSync(StartRequest request) {
        return executions.startSync(request);
      }

      @Override
      public CompletionStage<StopOutcome> stop(
          String executionArn, @Nullable String error, @Nullable String cause) {
        return executions.stop(executionArn, error, cause);
      }

      @Override
      public CompletionStage<RedriveOutcome> redrive(
          String executionArn, @Nullable String clientToken) {
        return executions.redrive(executionArn, clientToken);
      }

      @Override
      public CompletionStage<TaskAnswer> taskSucceeded(
          String taskToken, Payload output, String invocationId) {
        return executions.taskSucceeded(taskToken, output, invocationId);
      }

      @Override
      public CompletionStage<TaskAnswer> taskFailed(
          String taskToken, @Nullable String error, @Nullable String cause, String invocationId) {
        return executions.taskFailed(taskToken, error, cause, invocationId);
      }

      @Override
      public CompletionStage<TaskAnswer> taskHeartbeat(String taskToken) {
        return executions.taskHeartbeat(taskToken);
      }

      @Override
      public CompletionStage<TaskPort.Result> call(Effect.CallTask task) {
        return executions.call(task);
      }
    };
  }
}
