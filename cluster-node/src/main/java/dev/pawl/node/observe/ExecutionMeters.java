package dev.pawl.node.observe;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.TaskKind;
import dev.pawl.engine.execution.TaskTarget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happens to the executions of this node. Counted from the events of a row after its commit,
 * so that the numbers are those of the histories: each transition counts once in the whole cluster,
 * on the node that made it.
 */
public final class ExecutionMeters {

  /** The services that have a label of their own; a definition may name anything. */
  private static final Set<String> SERVICES =
      Set.of(
          "lambda",
          "states",
          "events",
          "http",
          "sqs",
          "sns",
          "dynamodb",
          "s3",
          "ecs",
          "batch",
          "glue",
          "aws-sdk");

  private final MeterRegistry registry;
  private final Counter events;
  private final Counter transitions;
  private final Counter retries;
  private final Counter recoveries;
  private final Timer lateness;
  private final Set<String> inMemory = ConcurrentHashMap.newKeySet();

  ExecutionMeters(MeterRegistry registry) {
    this.registry = registry;
    events = counter("pawl.events", "Events stored, internal ones included.");
    transitions = counter("pawl.transitions", "States entered.");
    retries = counter("pawl.retries", "Attempts of states that a retrier asked for.");
    recoveries =
        counter(
            "pawl.executions.recovered",
            "Executions read back from the journal: woken, moved, or taken over.");
    lateness =
        Timer.builder("pawl.timers.lateness")
            .description("How long after its time a timer of an execution fired.")
            .serviceLevelObjectives(Metrics.LATENCIES)
            .register(registry);
    Gauge.builder("pawl.executions.in.memory", inMemory, Set::size)
        .description("Executions in the memory of this node.")
        .register(registry);
    started(false);
    started(true);
    List.of("SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT").forEach(this::ended);
  }

  /** Tells how many executions are set aside because they fail by themselves. */
  public void setAside(java.util.function.IntSupplier count) {
    Gauge.builder("pawl.executions.set.aside", count::getAsInt)
        .description("Executions of this node that fail whenever they are taken up.")
        .register(registry);
  }

  /**
   * Tells how much memory executions take.
   *
   * @param used in bytes, by estimate
   * @param max in bytes
   */
  public void memory(java.util.function.LongSupplier used, long max) {
    Gauge.builder("pawl.executions.memory.bytes", used::getAsLong)
        .description("Memory that executions take on this node, by estimate.")
        .register(registry);
    Gauge.builder("pawl.executions.memory.max.bytes", () -> max)
        .description("From how much on starts are refused.")
        .register(registry);
  }

  /** How many executions are in the memory of this node. */
  public int inMemory() {
    return inMemory.size();
  }

  /** The meters of one execution while it is in memory. Not thread-safe, like its owner. */
  public final class OfOne {
    private final Map<Integer, Scheduled> tasks = new HashMap<>(2);

    private OfOne() {}

    /** Its events were read back. */
    public void recovered() {
      recoveries.increment();
    }

    /** These events are committed. */
    public void stored(List<Recorded> row) {
      events.increment(row.size());
      row.forEach(this::stored);
    }

    private void stored(Recorded recorded) {
      switch (recorded.event()) {
        case Event.ExecutionStarted e -> started(e.express()).increment();
        case Event.ExecutionSucceeded ignored -> ended("SUCCEEDED").increment();
        case Event.ExecutionFailed ignored -> ended("FAILED").increment();
        case Event.ExecutionAborted ignored -> ended("ABORTED").increment();
        case Event.ExecutionTimedOut ignored -> ended("TIMED_OUT").increment();
        case Event.StateEntered ignored -> transitions.increment();
        case Event.RetryScheduled ignored -> retries.increment();
        case Event.TaskScheduled e ->
            tasks.put(recorded.scope(), new Scheduled(service(e.target()), recorded.at()));
        case Event.TaskSucceeded e -> taskEnded(recorded, e.target(), "succeeded");
        case Event.TaskFailed e -> taskEnded(recorded, e.target(), "failed");
        case Event.TaskTimedOut e -> taskEnded(recorded, e.target(), "timed_out");
        default -> {} // counted among the events, and nowhere else
      }
    }

    private void taskEnded(Recorded recorded, TaskTarget target, String outcome) {
      var task = tasks.remove(recorded.scope());
      count("pawl.tasks", "Attempts of tasks that ended.", service(target), outcome).increment();
      // Of a task that was scheduled before this node took the execution up, only the end is known.
      if (task != null) {
        duration(task.service(), outcome).record(Duration.between(task.at(), recorded.at()));
      }
    }

    /** A timer that was due then fires now. */
    public void timerFired(Instant due, Instant now) {
      lateness.record(due.isAfter(now) ? Duration.ZERO : Duration.between(due, now));
    }
  }

  private record Scheduled(String service, Instant at) {}

  /** That one leaves the memory of this node. A second time does nothing. */
  void left(String executionArn) {
    inMemory.remove(executionArn);
  }

  public OfOne of(String executionArn) {
    inMemory.add(executionArn);
    return new OfOne();
  }

  private static String service(TaskTarget target) {
    if (target.kind() == TaskKind.SERVICE) {
      return SERVICES.contains(target.resourceType()) ? target.resourceType() : "other";
    }
    return target.kind() == TaskKind.LAMBDA ? "lambda" : "activity";
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Counter started(boolean express) {
    return Counter.builder("pawl.executions.started")
        .description("Executions started, their start committed.")
        .tag("type", express ? "express" : "standard")
        .register(registry);
  }

  private Counter ended(String status) {
    return Counter.builder("pawl.executions.ended")
        .description("Executions ended, by their last status.")
        .tag("status", status)
        .register(registry);
  }

  private Counter count(String name, String description, String service, String outcome) {
    return Counter.builder(name)
        .description(description)
        .tag("service", service)
        .tag("outcome", outcome)
        .register(registry);
  }

  private Timer duration(String service, String outcome) {
    return Timer.builder("pawl.task.duration")
        .description("From TaskScheduled to the end of the attempt, as the history tells it.")
        .tag("service", service)
        .tag("outcome", outcome)
        .serviceLevelObjectives(Metrics.LATENCIES)
        .register(registry);
  }
}
