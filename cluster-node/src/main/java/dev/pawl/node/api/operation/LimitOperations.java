package dev.pawl.node.api.operation;

import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.persistence.limit.LimitCatalog;
import dev.pawl.persistence.limit.PermitTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The operations on concurrency limits of state machines. */
public final class LimitOperations {

  /**
   * What they need of the node.
   *
   * @param remembered how long nodes start executions by what they remember of a machine
   */
  public record Parts(
      StateMachineCatalog machines,
      LimitCatalog limits,
      PermitTable permits,
      Duration remembered,
      InstantSource clock) {

    /** The machine of that ARN; blocks. */
    StateMachineEntry machine(String arn) {
      Arns.checkedStateMachine(arn);
      return machines
          .find(arn)
          .orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn));
    }
  }

  private LimitOperations() {}

  public static List<Operation> of(OperationRunner runner, Parts parts) {
    return List.of(
        new PutConcurrencyLimits(parts, runner),
        new DescribeConcurrencyLimits(parts),
        new DeleteConcurrencyLimits(parts, runner));
  }
}
