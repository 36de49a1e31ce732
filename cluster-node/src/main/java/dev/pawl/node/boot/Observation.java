package dev.pawl.node.boot;

import dev.pawl.node.execution.ExecutionEntity;
import dev.pawl.node.function.FunctionPool;
import dev.pawl.node.observe.ClusterMeters;
import dev.pawl.node.observe.DatabaseWatch;
import dev.pawl.node.observe.Health;
import dev.pawl.node.observe.Metrics;
import dev.pawl.node.observe.NodeMeters;
import dev.pawl.node.observe.ObservePort;
import dev.pawl.node.observe.ObserveSettings;
import dev.pawl.node.observe.Pulse;
import dev.pawl.node.trace.TraceSettings;
import dev.pawl.node.trace.Tracing;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.journal.Slices;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells its operator. It begins before the rest, so that a node that is joining its
 * cluster says that it is alive and not ready, and ends after it.
 */
final class Observation implements AutoCloseable {

  private final ObserveSettings settings;
  private final Metrics metrics;
  private final Health health = new Health();
  private final Tracing tracing;
  private final Optional<ObservePort> port;
  private @Nullable DatabaseWatch databaseWatch;

  private Observation(ObserveSettings settings, TraceSettings traces) {
    this.settings = settings;
    this.metrics = Metrics.create(settings);
    this.tracing = Tracing.open(traces);
    this.port =
        settings.port().stream()
            .mapToObj(number -> ObservePort.open(settings.host(), number, metrics, health))
            .findFirst();
  }

  static Observation begin(ObserveSettings settings, TraceSettings traces) {
    return new Observation(settings, traces);
  }

  Metrics metrics() {
    return metrics;
  }

  Tracing tracing() {
    return tracing;
  }

  Health health() {
    return health;
  }

  Optional<InetSocketAddress> address() {
    return port.map(ObservePort::address);
  }

  /**
   * Everything has started: watches it from now on, and tells the clock what the database says.
   */
  void watch(
      ActorSystem<?> system,
      Database database,
      DatabaseClock clock,
      FunctionPool pool,
      int depthMax) {
    var registry = metrics.registry();
    NodeMeters.journal(registry, database.writer());
    NodeMeters.functions(registry, pool::stats);
    ClusterMeters.watch(registry, system, ExecutionEntity.KEY.name());
    database.measurePools(registry);
    databaseWatch =
        DatabaseWatch.start(
            settings,
            Clock.systemUTC(),
            () -> told(clock, database.time()),
            at -> mostOverdue(database, at));
    databaseWatch.measure(registry);
    databaseWatch.judge(health);
    ClusterMeters.judge(system, health);
    health.requireReady(
        "journal",
        () -> {
          var depth = database.writer().depth();
          return depth <= depthMax
              ? Optional.empty()
              : Optional.of(
                  "Expected at most %d writes to wait for the database, but %d do."
                      .formatted(depthMax, depth));
        });
    Pulse.watch(system, settings.stallMax(), health);
    health.started();
  }

  private static Instant told(DatabaseClock clock, Instant theirs) {
    clock.told(theirs);
    return theirs;
  }

  private static Optional<Instant> mostOverdue(Database database, Instant at) {
    return database.executions().due(at, 0, Slices.COUNT, 1).stream()
        .flatMap(execution -> Optional.ofNullable(execution.wakeAt()).stream())
        .findFirst();
  }

  @Override
  public void close() {
    if (databaseWatch != null) {
      databaseWatch.close();
    }
    port.ifPresent(ObservePort::close);
    tracing.close();
    metrics.close();
  }
}
