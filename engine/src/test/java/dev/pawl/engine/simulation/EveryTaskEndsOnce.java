package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A scheduled task starts at most once and ends at most once: well, badly, too late, or with what
 * is around it.
 */
final class EveryTaskEndsOnce implements Invariant {
  private final Map<String, Long> open = new HashMap<>();
  private final Set<String> started = new HashSet<>();

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    for (var recorded : events) {
      var flow = arn + "/" + recorded.scope();
      switch (recorded.event()) {
        case Event.TaskScheduled ignored -> {
          require(
              open.put(flow, recorded.id()) == null,
              () -> "Expected no task to be open before " + recorded);
          started.remove(flow);
        }
        case Event.TaskStarted ignored -> {
          require(open.containsKey(flow), () -> "Expected a task to be open before " + recorded);
          require(
              started.add(flow), () -> "Expected the task to start once, but found " + recorded);
        }
        case Event.ExecutionRedriven ignored -> {
          open.keySet().removeIf(key -> key.startsWith(arn + "/"));
          started.removeIf(key -> key.startsWith(arn + "/"));
        }
        case Event.TaskSucceeded ignored -> ends(flow, recorded);
        case Event.TaskFailed ignored -> ends(flow, recorded);
        case Event.TaskTimedOut ignored -> ends(flow, recorded);
        default -> {}
      }
    }
  }

  private void ends(String flow, Recorded recorded) {
    require(started.contains(flow), () -> "Expected the task to have started before " + recorded);
    require(open.remove(flow) != null, () -> "Expected a task to be open before " + recorded);
  }
}
