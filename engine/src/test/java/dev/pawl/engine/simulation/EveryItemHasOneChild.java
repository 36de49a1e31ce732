package dev.pawl.engine.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.maprun.MapRunEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * Each item is given to one child, in order and without a gap; and no two children of a Map Run are
 * started with the same item, however often a start is repeated.
 */
final class EveryItemHasOneChild implements Invariant {
  private final Map<String, Long> nextItem = new HashMap<>();
  private final Map<String, Long> nextChild = new HashMap<>();
  private final Map<String, Map<String, Integer>> given = new HashMap<>();

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
          var times =
              given
                  .computeIfAbsent(place.mapRunArn(), a -> new HashMap<>())
                  .merge(item.toString(), 1, Integer::sum);
          require(
              times == 1 || times <= equalItems(world, place.mapRunArn(), item),
              () -> "Expected item " + item + " to have one child, but " + arn + " is another.");
        }
      }
    }
  }

  /** How many items of the Map Run are like that one. */
  private static long equalItems(World world, String mapRunArn, JsonNode item) {
    var origin = Objects.requireNonNull(world.mapRuns().truth(mapRunArn).origin());
    var items =
        MapRunPart.read(world, mapRunArn, origin.executionArn(), origin.eventId()).items().node();
    return StreamSupport.stream(items.spliterator(), false).filter(item::equals).count();
  }
}
