package dev.pawl.node.api.operation;

import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.execution.Redrivability;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.persistence.index.ExecutionSummary;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Whether executions can be redriven, in AWS's words (API reference, DescribeExecution: {@code
 * redriveStatusReason}). What an execution knows of itself it says itself; here is added what it
 * does not know: its machine, and how long it has been open. Blocks.
 */
final class Redrivable {

  private final StoredExecutions executions;
  private final StateMachineCatalog machines;
  private final Quotas quotas;
  private final InstantSource clock;

  Redrivable(
      StoredExecutions executions,
      StateMachineCatalog machines,
      Quotas quotas,
      InstantSource clock) {
    this.executions = executions;
    this.machines = machines;
    this.quotas = quotas;
    this.clock = clock;
  }

  /** Why it cannot be redriven; null if it can. */
  @Nullable String reason(ExecutionSummary execution) {
    var own =
        Redrivability.reason(
            execution.status(),
            execution.stopDate(),
            execution.stopDate() == null ? 0 : executions.lastEventId(execution.executionArn()),
            quotas.historyEventsMax(),
            clock.instant());
    return own == null ? reasonAround(execution) : own;
  }

  /** Why one that has ended cannot be redriven whatever it says itself; null if it can. */
  @Nullable String reasonAround(ExecutionSummary execution) {
    var open = Duration.between(execution.startDate(), clock.instant());
    if (open.compareTo(quotas.executionDurationMax()) > 0) {
      return "Execution has exceeded the max execution time";
    }
    var machine = machines.find(Arns.outermost(execution.stateMachineArn()));
    return machine.map(StateMachineEntry::status).filter(StateMachineEntry.ACTIVE::equals).isEmpty()
        ? "State machine is in DELETING status"
        : null;
  }
}
