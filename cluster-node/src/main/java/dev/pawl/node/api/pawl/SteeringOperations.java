package dev.pawl.node.api.pawl;

import dev.pawl.engine.execution.Command;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.execution.SteerOutcome;
import dev.pawl.persistence.catalog.PauseCatalog;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.journal.StoredExecutions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Operations on an execution while it runs: let it stand still and go on, give it a signal, explain
 * what it waits for.
 */
public final class SteeringOperations {

  /** What is asked of living executions. */
  @FunctionalInterface
  public interface Door {
    CompletionStage<SteerOutcome> steer(String executionArn, Command command);
  }

  /**
   * What they are made of.
   *
   * @param pausesChanged tells this node at once what it would soon find out
   * @param addressOf where an incarnation of a node is; empty if it is gone
   */
  public record Parts(
      Door executions,
      StateMachineCatalog stateMachines,
      PauseCatalog pauses,
      Runnable pausesChanged,
      ExecutionIndex index,
      StoredExecutions stored,
      Function<String, Optional<String>> addressOf) {}

  private SteeringOperations() {}

  public static List<Operation> of(OperationRunner runner, Parts parts) {
    var machines = new MachinePausing(parts, runner);
    return List.of(
        new PauseExecution(parts.executions()),
        new ResumeExecution(parts.executions()),
        new SignalExecution(parts.executions()),
        new ExplainExecution(parts),
        new PauseStateMachine(machines),
        new ResumeStateMachine(machines));
  }
}
