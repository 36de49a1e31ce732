package dev.pawl.node.bulk;

import dev.pawl.engine.execution.Pinned;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.execution.Launch;
import dev.pawl.node.execution.Launches;
import dev.pawl.node.execution.MigrateOutcome;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.index.ExecutionSummary;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Lets the executions of a bulk operation go over to another revision of their machines. */
public final class BulkMigration {

  private final Executions executions;
  private final ExecutionIndex index;
  private final Launches launches;
  private final Executor blocking;

  /**
   * @param blocking where the database may be waited for
   */
  public BulkMigration(
      Executions executions, ExecutionIndex index, Launches launches, Executor blocking) {
    this.executions = executions;
    this.index = index;
    this.launches = launches;
    this.blocking = blocking;
  }

  /**
   * Migrates one execution.
   *
   * @param target a machine, version or alias; null = the execution's machine as it stands now
   */
  CompletionStage<BulkOutcome> migrate(
      String operationId, String executionArn, @Nullable String target) {
    return CompletableFuture.supplyAsync(() -> index.find(executionArn), blocking)
        .thenComposeAsync(
            found ->
                found
                    .map(execution -> migrate(operationId, execution, target))
                    .orElseGet(() -> done(BulkOutcome.gone(executionArn))),
            blocking);
  }

  private CompletionStage<BulkOutcome> migrate(
      String operationId, ExecutionSummary execution, @Nullable String target) {
    var arn = execution.executionArn();
    var machine = execution.stateMachineArn();
    var to = target == null ? machine : target;
    if (!to.equals(machine) && !to.startsWith(machine + ":")) {
      return refused(
          arn,
          "Expected %s, a version or an alias of it, but the target is %s.".formatted(machine, to));
    }
    return launches
        .find(to)
        .map(launch ->
            executions
                .migrate(arn, pinned(launch, chance(operationId, arn)))
                .thenApply(outcome -> outcome(arn, outcome)))
        .orElseGet(() -> refused(arn, "Expected " + to + " to exist, but it does not."));
  }

  /** The same whenever it is asked for: who is worked on again after a crash goes the same way. */
  private static int chance(String operationId, String executionArn) {
    return Math.floorMod((operationId + executionArn).hashCode(), Launch.CHANCES);
  }

  private static Pinned pinned(Launch launch, int chance) {
    var pinned = launch.pinned(chance);
    return new Pinned(pinned.definitionHash(), pinned.roleArn(), pinned.revision());
  }

  private static BulkOutcome outcome(String executionArn, MigrateOutcome outcome) {
    return switch (outcome) {
      case MigrateOutcome.Migrated ignored -> BulkOutcome.DONE;
      case MigrateOutcome.DoesNotExist ignored -> BulkOutcome.gone(executionArn);
      case MigrateOutcome.NotMigratable not -> BulkOutcome.refused(executionArn, not.reason());
    };
  }

  private static CompletionStage<BulkOutcome> refused(String executionArn, String why) {
    return done(BulkOutcome.refused(executionArn, why));
  }

  private static CompletionStage<BulkOutcome> done(BulkOutcome outcome) {
    return CompletableFuture.completedStage(outcome);
  }
}
