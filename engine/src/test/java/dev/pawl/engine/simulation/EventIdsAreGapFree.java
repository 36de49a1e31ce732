package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ids of a history are 1, 2, 3 …; events that the API does not show have none. */
final class EventIdsAreGapFree implements Invariant {
  private final Map<String, Long> last = new HashMap<>();

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    for (var recorded : events) {
      if (recorded.event() instanceof Event.Internal) {
        require(recorded.id() == 0, () -> "Expected no id, but found " + recorded);
      } else {
        var expected = last.getOrDefault(arn, 0L) + 1;
        require(
            recorded.id() == expected,
            () -> "Expected id " + expected + " in " + arn + ", but found " + recorded);
        last.put(arn, expected);
      }
    }
  }
}
