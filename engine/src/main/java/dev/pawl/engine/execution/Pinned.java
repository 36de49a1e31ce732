package dev.pawl.engine.execution;

/**
 * What of its state machine an execution runs.
 *
 * @param definitionHash see {@link PinnedDefinition}
 */
public record Pinned(String definitionHash, String roleArn, Revision revision) {}
