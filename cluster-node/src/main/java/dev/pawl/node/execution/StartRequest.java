package dev.pawl.node.execution;

import dev.pawl.engine.execution.Limited;
import dev.pawl.engine.execution.Revision;
import dev.pawl.engine.execution.StartedBy;
import dev.pawl.engine.json.Payload;
import org.jspecify.annotations.Nullable;

/**
 * An execution that shall start.
 *
 * @param definitionHash the definition it is pinned to, as the catalog names it
 * @param startedBy the task that starts it; null if a client does
 * @param revision what else it is pinned to
 * @param limited how it waits its turn; null = it does not
 */
public record StartRequest(
    String executionArn,
    String name,
    String stateMachineArn,
    boolean express,
    String definitionHash,
    String roleArn,
    Payload input,
    @Nullable String traceHeader,
    @Nullable StartedBy startedBy,
    Revision revision,
    @Nullable Limited limited) {

  /** By a client, of a machine that was never updated. */
  public StartRequest(
      String executionArn,
      String name,
      String stateMachineArn,
      boolean express,
      String definitionHash,
      String roleArn,
      Payload input,
      @Nullable String traceHeader) {
    this(
        executionArn,
        name,
        stateMachineArn,
        express,
        definitionHash,
        roleArn,
        input,
        traceHeader,
        null,
        Revision.PLAIN,
        null);
  }
}
