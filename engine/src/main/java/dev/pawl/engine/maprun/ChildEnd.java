package dev.pawl.engine.maprun;

import dev.pawl.engine.execution.ExecutionStatus;

/** How a child has ended. */
public record ChildEnd(long index, ExecutionStatus status) {}
