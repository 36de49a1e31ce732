package dev.pawl.node.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests that this node answers, by operation and error. */
public final class ApiMeters {

  private final MeterRegistry registry;
  private final AtomicInteger underWay;

  ApiMeters(MeterRegistry registry) {
    this.registry = registry;
    underWay = new AtomicInteger();
    Gauge.builder("pawl.api.requests.active", underWay, AtomicInteger::get)
        .description("Requests that wait for their answer, long polls included.")
        .register(registry);
  }

  /** Meters that nobody reads, for a port without a node. */
  public static ApiMeters unread() {
    return new ApiMeters(new io.micrometer.core.instrument.simple.SimpleMeterRegistry());
  }

  /**
   * A request has come.
   *
   * @param operation one of a known set: never what the client wrote
   */
  public Request begin(String operation) {
    underWay.incrementAndGet();
    return new Request(operation);
  }

  /** One request on its way. Its steps follow each other and never run at once. */
  public final class Request {
    private final String operation;
    private final long begin = System.nanoTime();
    private volatile String error = "none";

    private Request(String operation) {
      this.operation = operation;
    }

    /** It is refused with this error of AWS. */
    public void refused(String type) {
      error = type;
    }

    /** It is answered. */
    public void end() {
      underWay.decrementAndGet();
      Timer.builder("pawl.api.requests")
          .description("Requests answered. GetActivityTask waits for its task.")
          .tag("operation", operation)
          .tag("error", error)
          .serviceLevelObjectives(Metrics.LATENCIES)
          .register(registry)
          .record(Duration.ofNanos(System.nanoTime() - begin));
    }
  }
}
