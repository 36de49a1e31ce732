package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.maprun.MapRunEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Each item is given to one child, in order and without a gap; and no two children of a Map Run are
 * started with the same item, however often a start is repeated.
 */
final class EveryItemHasOneChild implements Invariant {
  private final Map<String, Long> nextItem = new HashMap<>();
  private final Map<String, Long> nextChild = new HashMap<>();
  private final Map<String, Set<String>> given = new HashMap<>();

  @Override
  public void appended(World world, String mapRunArn, MapRunRows.Row row) {
    for (var event : row.events()) {
      if (event instanceof MapRunEvent.ChildrenStarted started) {
        for (var child : started.children()) {
          var item = nextItem.getOrDefault(mapRunArn, 0L);
          var index = nextChild.getOrDefault(mapRunArn, 0L);
          require(
              child.firstItem() == item && child.index() == index && child.items() > 0,
              () -> "Expected child %d from item %d, but found %s".formatted(index, item, child));
          nextItem.put(mapRunArn, item + child.items());
          nextChild.put(mapRunArn, index + 1);
        }
      }
    }
  }

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    for (var recorded : events) {
      if (recorded.event() instanceof Event.ExecutionStarted started
          && started.startedBy() != null
          && started.startedBy().mapRun() != null) {
        var place = started.startedBy().mapRun();
        for (var item : started.input().node().path("Items")) {
          require(
              given.computeIfAbsent(place.mapRunArn(), a -> new HashSet<>()).add(item.toString()),
              () -> "Expected item " + item + " to have one child, but " + arn + " is another.");
        }
      }
    }
  }
}
