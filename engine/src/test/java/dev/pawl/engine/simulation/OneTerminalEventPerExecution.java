package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An execution ends once, and nothing comes after its end, unless it is redriven. */
final class OneTerminalEventPerExecution implements Invariant {
  private final Set<String> ended = new HashSet<>();

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    for (var recorded : events) {
      if (recorded.event() instanceof Event.ExecutionRedriven) {
        require(ended.remove(arn), () -> "Expected " + arn + " to have ended before " + recorded);
      }
      require(
          !ended.contains(arn),
          () -> "Expected nothing after the end of " + arn + ", but found " + recorded);
      if (isTerminal(recorded.event())) {
        ended.add(arn);
      }
    }
  }

  static boolean isTerminal(Event event) {
    return event instanceof Event.ExecutionSucceeded
        || event instanceof Event.ExecutionFailed
        || event instanceof Event.ExecutionAborted
        || event instanceof Event.ExecutionTimedOut;
  }
}
