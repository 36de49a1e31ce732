package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.limit.ConcurrencyLimits;
import dev.pawl.engine.limit.TakenPermits;
import dev.pawl.engine.limit.Waiting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Never do more executions have a permit than the limits say when one is given; none begins without
 * its permit, and none does anything before.
 */
final class NeverMoreThanTheLimit implements Invariant {
  private final Set<String> queued = new HashSet<>();

  @Override
  public void granted(World world, List<Waiting> granted) {
    var taken = world.journal().permits().taken();
    var limits = world.journal().permits().limits();
    requireInAll(limits, taken);
    // Of other keys more may have begun when the limits were higher.
    for (var one : granted) {
      var key = one.key();
      require(
          key == null
              || limits.maxConcurrencyPerKey() == null
              || taken.of(key) <= limits.maxConcurrencyPerKey(),
          () -> "Expected no more per key than " + limits + ", but found " + taken);
    }
  }

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    if (!world.journal().permits().areLimited()) {
      return;
    }
    for (var recorded : events) {
      switch (recorded.event()) {
        case Event.ExecutionQueued ignored -> queued.add(arn);
        case Event.PermitTaken ignored -> queued.remove(arn);
        case Event.StateEntered ignored ->
            require(
                !queued.contains(arn),
                () -> "Expected " + arn + " to wait for its permit, but it has done " + events);
        default -> {}
      }
    }
    if (!world.journal().permits().areChanging()) {
      requireWithin(world, running(world));
    }
  }

  /** Those that have begun and not ended, by their histories alone. */
  private static TakenPermits running(World world) {
    var taken = TakenPermits.NONE;
    for (var arn : world.journal().executions()) {
      var truth = world.journal().truth(arn);
      taken = hasBegun(truth) ? taken.and(key(truth)) : taken;
    }
    return taken;
  }

  private static boolean hasBegun(Execution execution) {
    return execution.isRunning() && execution.permit() != null && execution.permit().taken();
  }

  private static @Nullable String key(Execution execution) {
    return execution.permit() == null ? null : execution.permit().key();
  }

  private void requireWithin(World world, TakenPermits taken) {
    var limits = world.journal().permits().limits();
    requireInAll(limits, taken);
    require(
        limits.maxConcurrencyPerKey() == null
            || taken.byKey().values().stream().allMatch(n -> n <= limits.maxConcurrencyPerKey()),
        () -> "Expected no more per key than " + limits + ", but found " + taken);
  }

  private void requireInAll(ConcurrencyLimits limits, TakenPermits taken) {
    require(
        limits.maxConcurrency() == null || taken.all() <= limits.maxConcurrency(),
        () -> "Expected no more than " + limits + ", but found " + taken);
  }
}
