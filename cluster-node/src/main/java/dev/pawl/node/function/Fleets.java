package dev.pawl.node.function;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All environments of the node, each in the fleet of its revision. Used under the pool's lock. */
final class Fleets {
  private final Map<FunctionSpec.Revision, Fleet> open = new HashMap<>();

  /** Of all that live, those of fleets that take nothing new included. */
  private final Map<FunctionEnvironment, Fleet> fleetOf = new HashMap<>();

  /** The fleet of that revision, if it has one. */
  @Nullable Fleet of(FunctionSpec.Revision revision) {
    return open.get(revision);
  }

  /** The fleet of that environment, until its end. */
  @Nullable Fleet of(FunctionEnvironment environment) {
    return fleetOf.get(environment);
  }

  Fleet open(FunctionSpec spec) {
    return open.computeIfAbsent(spec.revision(), revision -> new Fleet(spec));
  }

  void add(FunctionEnvironment environment, Fleet fleet, Invocation invocation) {
    fleetOf.put(environment, fleet);
    fleet.addStarting(environment, invocation);
  }

  /** The process of that environment has ended. */
  void remove(FunctionEnvironment environment) {
    Fleet fleet = fleetOf.remove(environment);
    if (fleet != null) {
      fleet.remove(environment);
      open.values()
          .removeIf(f -> f.isEmpty() && f.spec().revision().equals(fleet.spec().revision()));
    }
  }

  /**
   * From now on the processes of the function take nothing new. Its idle environments are the
   * caller's to kill.
   */
  Set<FunctionEnvironment> drain(String functionArn) {
    Set<FunctionEnvironment> unused = new HashSet<>();
    for (Iterator<Fleet> i = open.values().iterator(); i.hasNext(); ) {
      Fleet fleet = i.next();
      String arn = fleet.spec().arn();
      if (arn.equals(functionArn) || arn.startsWith(functionArn + ":")) {
        unused.addAll(fleet.drain());
        i.remove();
      }
    }
    return unused;
  }

  /** Of all idle environments the one that has been so for longest, removed. */
  @Nullable FunctionEnvironment takeOldestIdle() {
    Fleet oldest = null;
    for (Fleet fleet : open.values()) {
      Fleet.Idle idle = fleet.oldestIdle();
      Fleet.Idle best = oldest == null ? null : oldest.oldestIdle();
      if (idle != null && (best == null || idle.sinceNanos() - best.sinceNanos() < 0)) {
        oldest = fleet;
      }
    }
    return oldest == null ? null : oldest.takeOldestIdle();
  }

  /** Those idle since before the given moment, removed. */
  Set<FunctionEnvironment> takeIdleSinceBefore(long nanos) {
    Set<FunctionEnvironment> old = new HashSet<>();
    open.values().forEach(fleet -> old.addAll(fleet.takeIdleSinceBefore(nanos)));
    return old;
  }

  /** All that may print. */
  Set<FunctionEnvironment> busy() {
    Set<FunctionEnvironment> busy = new HashSet<>();
    fleetOf.values().stream().distinct().forEach(fleet -> busy.addAll(fleet.busy()));
    return busy;
  }

  Set<FunctionEnvironment> environments() {
    return Set.copyOf(fleetOf.keySet());
  }

  /** How many processes live. */
  int size() {
    return fleetOf.size();
  }

  List<FunctionStats.OfFunction> stats() {
    return open.values().stream().map(Fleet::stats).toList();
  }
}
