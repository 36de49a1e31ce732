package dev.pawl.node.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/**
 * All meters of a node, and the one page that Prometheus reads. Names begin with {@code pawl_};
 * those of the JVM and of the connection pools are Micrometer's and HikariCP's own.
 */
public final class Metrics implements AutoCloseable {

  /** What latencies are counted into, so that quantiles can be taken over all nodes. */
  static final Duration[] LATENCIES = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(5)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final ExecutionMeters executions;
  private final ApiMeters api;
  private final ActivityMeters activities;

  private Metrics(ObserveSettings settings) {
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
    executions = new ExecutionMeters(registry);
    api = new ApiMeters(registry);
    activities = new ActivityMeters(registry, settings.activitiesMax());
  }

  public static Metrics create(ObserveSettings settings) {
    return new Metrics(settings);
  }

  public ExecutionMeters executions() {
    return executions;
  }

  public ApiMeters api() {
    return api;
  }

  public ActivityMeters activities() {
    return activities;
  }

  /** Where others add theirs. */
  public MeterRegistry registry() {
    return registry;
  }

  /** The page, in Prometheus's text format 0.0.4. */
  public String page() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
