package dev.pawl.node.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tasks that wait for workers, and workers that wait for tasks, by activity. Only so many
 * activities have a label of their own; the others share {@value #OTHERS}.
 */
public final class ActivityMeters {

  static final String OTHERS = "_others";

  private final MeterRegistry registry;
  private final int activitiesMax;
  private final Map<String, Depths> byActivity = new HashMap<>();

  ActivityMeters(MeterRegistry registry, int activitiesMax) {
    this.registry = registry;
    this.activitiesMax = activitiesMax;
  }

  private static final class Depths {
    final AtomicInteger offers = new AtomicInteger();
    final AtomicInteger pollers = new AtomicInteger();
    final Counter given;
    final List<Meter> meters = new ArrayList<>();
    int users;

    Depths(Counter given) {
      this.given = given;
      meters.add(given);
    }
  }

  /** The meters of one dispatcher. Not thread-safe, like its owner. */
  public final class OfOne {
    private final String name;
    private final Depths depths;
    private int offers;
    private int pollers;

    private OfOne(String name, Depths depths) {
      this.name = name;
      this.depths = depths;
    }

    /** So many tasks and workers wait now. */
    public void waiting(int offersNow, int pollersNow) {
      depths.offers.addAndGet(offersNow - offers);
      depths.pollers.addAndGet(pollersNow - pollers);
      offers = offersNow;
      pollers = pollersNow;
    }

    /** A worker got a task. */
    public void given() {
      depths.given.increment();
    }

    /** The dispatcher ends. */
    public void close() {
      waiting(0, 0);
      release(name);
    }
  }

  /** Begins to count for a dispatcher. */
  public synchronized OfOne of(String activityArn) {
    var name = activityArn.substring(activityArn.lastIndexOf(':') + 1);
    var known = byActivity.containsKey(name) || byActivity.size() < activitiesMax;
    var label = known ? name : OTHERS;
    var depths = byActivity.computeIfAbsent(label, this::register);
    depths.users++;
    return new OfOne(label, depths);
  }

  private Depths register(String label) {
    var depths =
        new Depths(
            Counter.builder("pawl.activity.tasks")
                .description("Tasks given to workers.")
                .tag("activity", label)
                .register(registry));
    depths.meters.add(
        Gauge.builder("pawl.activity.offers", depths.offers, AtomicInteger::get)
            .description("Tasks that wait for a worker, as far as the dispatcher keeps them.")
            .tag("activity", label)
            .register(registry));
    depths.meters.add(
        Gauge.builder("pawl.activity.pollers", depths.pollers, AtomicInteger::get)
            .description("Workers that wait for a task.")
            .tag("activity", label)
            .register(registry));
    return depths;
  }

  private synchronized void release(String label) {
    var depths = byActivity.get(label);
    if (depths != null && --depths.users == 0) {
      byActivity.remove(label);
      depths.meters.forEach(registry::remove);
    }
  }
}
