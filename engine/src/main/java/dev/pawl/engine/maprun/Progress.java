package dev.pawl.engine.maprun;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * How far a Map Run has come. Immutable.
 *
 * @param nextItem how many items have been given to children
 * @param nextChild how many children there have been
 * @param exhausted whether there are no more items
 * @param running the children that have not ended, as far as it knows
 * @param runningItems how many items they have
 * @param items how many items have ended how
 * @param executions how many children have
 * @param redrive the last one; null = never
 * @param unstarted children that were stopped before they were started
 */
record Progress(
    long nextItem,
    long nextChild,
    boolean exhausted,
    PSortedMap<Long, Child> running,
    long runningItems,
    Counts items,
    Counts executions,
    @Nullable Redrive redrive,
    PSortedMap<Long, Child> unstarted) {

  static final Progress NONE =
      new Progress(
          0, 0, false, TreePMap.empty(), 0, Counts.NONE, Counts.NONE, null, TreePMap.empty());

  Progress started(List<Child> children) {
    PSortedMap<Long, Child> more = running;
    var newItems = 0L;
    for (var child : children) {
      more = more.plus(child.index(), child);
      newItems += child.items();
    }
    return new Progress(
        nextItem + newItems,
        nextChild + children.size(),
        exhausted,
        more,
        runningItems + newItems,
        items,
        executions,
        redrive,
        unstarted);
  }

  Progress exhaust() {
    return new Progress(
        nextItem, nextChild, true, running, runningItems, items, executions, redrive, unstarted);
  }

  /** What did not succeed is to be done again; what was never started goes first. */
  Progress redriven(MapRunEvent.Redriven event) {
    var first = unstarted.values().stream().mapToLong(Child::items).sum();
    var itemsLeft = items.unsuccessful() + itemsToRedrive() - first;
    var childrenLeft = executions.unsuccessful() + childrenToRedrive() - unstarted.size();
    var count = redrive == null ? 1 : redrive.count() + 1;
    return new Progress(
        nextItem,
        nextChild,
        exhausted,
        unstarted,
        first,
        items.withoutUnsuccessful(),
        executions.withoutUnsuccessful(),
        new Redrive(event.number(), count, event.at(), nextChild, 0, itemsLeft, childrenLeft, 0, 0),
        TreePMap.empty());
  }

  Progress redriven(MapRunEvent.ChildrenRedriven event) {
    if (redrive == null) {
      throw new AssertionError("Expected a Map Run that was redriven.");
    }
    PSortedMap<Long, Child> more = running;
    var itemsMore = 0L;
    for (var child : event.children()) {
      more = more.plus(child.index(), child);
      itemsMore += child.items();
    }
    return new Progress(
        nextItem,
        nextChild,
        exhausted,
        more,
        runningItems + itemsMore,
        items,
        executions,
        redrive.without(itemsMore, event.children().size(), event.next()),
        unstarted);
  }

  boolean isRedriveComplete() {
    return redrive == null || redrive.isComplete();
  }

  long itemsToRedrive() {
    return redrive == null ? 0 : redrive.items();
  }

  long childrenToRedrive() {
    return redrive == null ? 0 : redrive.executions();
  }

  Progress ended(List<ChildEnd> ends) {
    PSortedMap<Long, Child> fewer = running;
    var left = runningItems;
    var itemCounts = items;
    var executionCounts = executions;
    PSortedMap<Long, Child> never = unstarted;
    var last = redrive;
    for (var one : ends) {
      var child = fewer.get(one.index());
      if (child != null) {
        fewer = fewer.minus(one.index());
        left -= child.items();
        itemCounts = itemCounts.plus(one.status(), child.items());
        executionCounts = executionCounts.plus(one.status(), 1);
        never = one.unstarted() ? never.plus(one.index(), child) : never;
        last = one.notRedrivable() && last != null ? last.lost(child.items()) : last;
      }
    }
    return new Progress(
        nextItem, nextChild, exhausted, fewer, left, itemCounts, executionCounts, last, never);
  }
}
