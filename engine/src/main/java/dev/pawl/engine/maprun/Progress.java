package dev.pawl.engine.maprun;

import java.util.List;
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
 */
record Progress(
    long nextItem,
    long nextChild,
    boolean exhausted,
    PSortedMap<Long, Child> running,
    long runningItems,
    Counts items,
    Counts executions) {

  static final Progress NONE =
      new Progress(0, 0, false, TreePMap.empty(), 0, Counts.NONE, Counts.NONE);

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
        executions);
  }

  Progress exhaust() {
    return new Progress(nextItem, nextChild, true, running, runningItems, items, executions);
  }

  Progress ended(List<ChildEnd> ends) {
    PSortedMap<Long, Child> fewer = running;
    var left = runningItems;
    var itemCounts = items;
    var executionCounts = executions;
    for (var one : ends) {
      var child = fewer.get(one.index());
      if (child != null) {
        fewer = fewer.minus(one.index());
        left -= child.items();
        itemCounts = itemCounts.plus(one.status(), child.items());
        executionCounts = executionCounts.plus(one.status(), 1);
      }
    }
    return new Progress(nextItem, nextChild, exhausted, fewer, left, itemCounts, executionCounts);
  }
}
