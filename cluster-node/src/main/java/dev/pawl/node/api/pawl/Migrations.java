package dev.pawl.node.api.pawl;

import dev.pawl.engine.execution.Pinned;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.node.execution.Launch;
import dev.pawl.node.execution.Launches;
import dev.pawl.node.execution.MigrateOutcome;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.index.ExecutionQuery;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.persistence.jdbc.Page;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Lets executions go over to another revision of their machine. */
final class Migrations {
  private final Launches launches;
  private final ExecutionIndex index;
  private final LineageDoor executions;
  private final OperationRunner runner;

  Migrations(
      Launches launches, ExecutionIndex index, LineageDoor executions, OperationRunner runner) {
    this.launches = launches;
    this.index = index;
    this.executions = executions;
    this.runner = runner;
  }

  /** What one execution is to go over to. */
  record Target(String executionArn, Pinned pinned) {}

  /**
   * Where an execution goes.
   *
   * @param to the machine, one of its versions or aliases; null = the machine as it stands now
   */
  CompletionStage<Target> target(String executionArn, @Nullable String to) {
    return runner.blocking(() -> {
      var execution =
          index
              .find(executionArn)
              .orElseThrow(() -> StepFunctionsErrors.executionDoesNotExist(executionArn));
      var machineArn = execution.stateMachineArn();
      var arn = to == null ? machineArn : to;
      if (!Arns.machine(arn).machine().equals(machineArn)) {
        throw ApiError.validation(
            "Expected %s, a version or an alias of it, but found %s.".formatted(machineArn, arn));
      }
      return new Target(executionArn, pinned(launch(arn)));
    });
  }

  /** A page of the running executions of a machine, newest first. */
  Page<ExecutionSummary> running(String machineArn, int max, @Nullable String token) {
    return index.list(ExecutionQuery.of(machineArn, "RUNNING"), max, token);
  }

  <T> CompletionStage<T> blocking(java.util.function.Supplier<T> work) {
    return runner.blocking(work);
  }

  CompletionStage<MigrateOutcome> migrate(Target target) {
    return executions.migrate(target.executionArn(), target.pinned());
  }

  /** The machine, version or alias of that ARN; blocks. */
  Launch launch(String arn) {
    Arns.machine(arn);
    var launch =
        launches.find(arn).orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn));
    if (launch.isExpress()) {
      throw StepFunctionsErrors.stateMachineTypeNotSupported();
    }
    return launch;
  }

  /** As an execution that starts now would have it: an alias chooses anew each time. */
  static Pinned pinned(Launch launch) {
    var pinned = launch.pinned(ThreadLocalRandom.current().nextInt(Launch.CHANCES));
    return new Pinned(pinned.definitionHash(), pinned.roleArn(), pinned.revision());
  }
}
