package dev.pawl.load.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one number of clients. What could not be measured is null.
 *
 * @param refused requests answered by ThrottlingException while it was measured
 */
record Level(
    String database,
    Workload workload,
    int clients,
    long executions,
    double perSecond,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    @Nullable Double rows,
    @Nullable Double commits,
    double nodeMillis,
    @Nullable Double databaseMillis,
    double clientMillis,
    @Nullable Double walBytes,
    @Nullable Double walSyncs,
    long refused) {

  /** Where and what, before there are figures. */
  record Place(String database, Workload workload, int clients) {}

  static Level of(Place place, Histogram micros, Reading from, Reading to, long refused) {
    var executions = micros.getTotalCount();
    var seconds = (to.nanos() - from.nanos()) / 1e9;
    return new Level(
        place.database(),
        place.workload(),
        place.clients(),
        executions,
        executions / seconds,
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0,
        each(from.rows(), to.rows(), executions),
        each(from.commits(), to.commits(), executions),
        millis(to.node().minus(from.node()), executions),
        databaseMillis(from.database(), to.database(), executions),
        millis(to.client().minus(from.client()), executions),
        written(from, to, executions, true),
        written(from, to, executions, false),
        refused);
  }

  private static @Nullable Double each(OptionalLong from, OptionalLong to, long executions) {
    if (from.isEmpty() || to.isEmpty()) {
      return null;
    }
    return (to.getAsLong() - from.getAsLong()) / (double) Math.max(1, executions);
  }

  private static double millis(Duration duration, long executions) {
    return duration.toNanos() / 1e6 / Math.max(1, executions);
  }

  private static @Nullable Double databaseMillis(
      Optional<Duration> from, Optional<Duration> to, long executions) {
    if (from.isEmpty() || to.isEmpty()) {
      return null;
    }
    return millis(to.get().minus(from.get()), executions);
  }

  private static @Nullable Double written(
      Reading from, Reading to, long executions, boolean bytes) {
    if (from.written().isEmpty() || to.written().isEmpty()) {
      return null;
    }
    var before = from.written().get();
    var after = to.written().get();
    var difference =
        bytes ? after.walBytes() - before.walBytes() : after.walSyncs() - before.walSyncs();
    return difference / (double) Math.max(1, executions);
  }

  ObjectNode json() {
    return AwsClient.object()
        .put("database", database)
        .put("workload", workload.name())
        .put("clients", clients)
        .put("executions", executions)
        .put("executionsPerSecond", perSecond)
        .put("p50Millis", p50Millis)
        .put("p99Millis", p99Millis)
        .put("maxMillis", maxMillis)
        .put("rowsPerExecution", rows)
        .put("commitsPerExecution", commits)
        .put("nodeCpuMillisPerExecution", nodeMillis)
        .put("databaseCpuMillisPerExecution", databaseMillis)
        .put("clientCpuMillisPerExecution", clientMillis)
        .put("walBytesPerExecution", walBytes)
        .put("walSyncsPerExecution", walSyncs)
        .put("refused", refused);
  }
}
