package dev.pawl.node.observe;

import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.node.trace.Tracing;
import java.time.Instant;
import java.util.List;

/** Whoever wants to know what happens to the executions of this node, together. */
public record ExecutionWatch(ExecutionMeters meters, ExecutionLogs logs, Tracing tracing) {

  /** Watches one execution while it is in memory. Not thread-safe, like its owner. */
  public final class OfOne {
    private final ExecutionMeters.OfOne counted;
    private final Tracing.OfOne traced;

    private OfOne(String executionArn) {
      counted = meters.of(executionArn);
      traced = tracing.of();
    }

    /** Its events were read back. */
    public void recovered() {
      counted.recovered();
    }

    /**
     * These events are committed.
     *
     * @param before the execution without them
     * @param after the execution with them
     */
    public void stored(Execution before, Execution after, List<Recorded> events) {
      counted.stored(events);
      logs.stored(after, events);
      traced.stored(before, after, events);
    }

    /** A timer that was due then fires now. */
    public void timerFired(Instant due, Instant now) {
      counted.timerFired(due, now);
    }
  }

  /** That one leaves the memory of this node. A second time does nothing. */
  public void left(String executionArn) {
    meters.left(executionArn);
  }

  public OfOne of(String executionArn) {
    return new OfOne(executionArn);
  }
}
