package dev.pawl.node.observe;

import dev.pawl.node.function.FunctionStats;
import dev.pawl.persistence.journal.JournalMetrics;
import dev.pawl.persistence.journal.JournalWriter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Meters that read what other parts of a node count anyway. */
public final class NodeMeters {

  private static final double[] BATCHES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

  private final MeterRegistry registry;

  private NodeMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * The journal's writer: how much waits, how much is written together, and how long that takes.
   */
  public static void journal(MeterRegistry registry, JournalWriter writer) {
    var meters = new NodeMeters(registry);
    meters.writer(writer);
    meters.commits(writer);
  }

  private void writer(JournalWriter writer) {
    Gauge.builder("pawl.journal.depth", writer, JournalWriter::depth)
        .description("Writes that wait or are being written. Starts are refused when it grows.")
        .register(registry);
    count(writer::metrics, "pawl.journal.rows", "Journal rows written.", JournalMetrics::rows);
    count(
        writer::metrics,
        "pawl.journal.fenced",
        "Writes refused because another node had taken the execution over.",
        JournalMetrics::fenced);
    count(
        writer::metrics,
        "pawl.journal.rescued",
        "Writes whose COMMIT answer was lost and that were found to be stored.",
        JournalMetrics::rescued);
    count(
        writer::metrics,
        "pawl.journal.splits",
        "Batches halved because of a lock or of bad data.",
        JournalMetrics::splits);
    count(
        writer::metrics,
        "pawl.journal.troubles",
        "Times the database was found gone or full.",
        JournalMetrics::troubles);
    count(
        writer::metrics,
        "pawl.journal.failed",
        "Writes given up because the database was gone for too long.",
        JournalMetrics::unavailable);
    count(
        writer::metrics,
        "pawl.journal.connects",
        "Connections the writer has opened.",
        JournalMetrics::connects);
  }

  private void commits(JournalWriter writer) {
    var duration =
        Timer.builder("pawl.journal.commit")
            .description("From sending a batch to the answer that it is durable.")
            .serviceLevelObjectives(Metrics.LATENCIES)
            .register(registry);
    var batch =
        DistributionSummary.builder("pawl.journal.batch")
            .description("Executions written in one commit.")
            .serviceLevelObjectives(BATCHES)
            .register(registry);
    writer.onCommit((jobs, nanos) -> {
      duration.record(Duration.ofNanos(nanos));
      batch.record(jobs);
    });
  }

  /** The pool of functions. */
  public static void functions(MeterRegistry registry, Supplier<FunctionStats> stats) {
    var meters = new NodeMeters(registry);
    meters.gauge(stats, "pawl.functions.processes", "Processes.", FunctionStats::processes);
    meters.gauge(
        stats, "pawl.functions.processes.limit", "Most processes.", FunctionStats::processesMax);
    meters.gauge(
        stats,
        "pawl.functions.waiting",
        "Invocations that wait for a process.",
        FunctionStats::waiting);
    meters.gauge(
        stats,
        "pawl.functions.running",
        "Processes at work.",
        s -> s.functions().stream().mapToInt(FunctionStats.OfFunction::running).sum());
    meters.count(stats, "pawl.functions.invocations", "Invocations.", FunctionStats::invocations);
    meters.count(
        stats, "pawl.functions.cold.starts", "Processes started.", FunctionStats::coldStarts);
    meters.count(
        stats,
        "pawl.functions.failures",
        "Function errors, time-outs included.",
        FunctionStats::failures);
    meters.count(stats, "pawl.functions.timeouts", "Time-outs.", FunctionStats::timeouts);
    meters.count(
        stats, "pawl.functions.throttles", "Invocations throttled.", FunctionStats::throttles);
    meters.count(
        stats,
        "pawl.functions.unavailable",
        "Invocations this node could not run.",
        FunctionStats::unavailable);
  }

  private <T> void count(
      Supplier<T> source, String name, String description, ToLongFunction<T> value) {
    // Micrometer holds what a counter reads weakly, and nobody else may hold the source: its
    // function does.
    FunctionCounter.builder(name, registry, held -> value.applyAsLong(source.get()))
        .description(description)
        .register(registry);
  }

  private <T> void gauge(
      Supplier<T> source, String name, String description, ToLongFunction<T> value) {
    Gauge.builder(name, () -> value.applyAsLong(source.get()))
        .description(description)
        .register(registry);
  }
}
