package dev.pawl.node.api.pawl;

import dev.pawl.engine.execution.Quotas;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.operation.Pages;
import dev.pawl.node.execution.Launches;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.index.ExecutionHistories;
import dev.pawl.persistence.index.ExecutionIndex;
import java.time.InstantSource;
import java.util.List;

/**
 * Operations on where an execution comes from and where it goes: redrive from a state, migration to
 * another revision, export.
 */
public final class LineageOperations {

  /** What they are made of. */
  public record Parts(
      StateMachineCatalog stateMachines,
      Launches launches,
      ExecutionIndex index,
      ExecutionHistories histories,
      LineageDoor executions,
      Quotas quotas,
      InstantSource clock) {}

  private LineageOperations() {}

  public static List<Operation> of(OperationRunner runner, Parts parts) {
    var migrations = new Migrations(parts.launches(), parts.index(), parts.executions(), runner);
    var pages = new Pages(parts.clock());
    return List.of(
        new RedriveExecutionFrom(parts.index(), parts.histories(), parts.executions(), runner),
        new MigrateExecution(migrations),
        new MigrateExecutions(migrations, pages),
        new ExportExecution(parts, pages));
  }
}
