package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Recorded;
import java.util.List;

/** No history has more events than its quota. */
final class HistoriesStayWithinTheirLimit implements Invariant {

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    var max = world.decider().quotas().historyEventsMax();
    events.forEach(recorded ->
        require(
            recorded.id() <= max,
            () -> "Expected at most " + max + " events, but found " + recorded));
  }
}
