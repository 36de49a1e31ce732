package dev.pawl.node.execution;

import dev.pawl.engine.json.Payload;
import org.jspecify.annotations.Nullable;

/**
 * An execution that shall start.
 *
 * @param definitionHash the definition it is pinned to, as the catalog names it
 */
public record StartRequest(
    String executionArn,
    String name,
    String stateMachineArn,
    boolean express,
    String definitionHash,
    String roleArn,
    Payload input,
    @Nullable String traceHeader) {}
