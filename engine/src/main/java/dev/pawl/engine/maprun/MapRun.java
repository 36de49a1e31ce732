package dev.pawl.engine.maprun;

import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * A Map Run as its events made it. Immutable; its size follows the children that run, not the
 * items.
 *
 * @param nextItem how many items have been given to children
 * @param nextChild how many children there have been
 * @param exhausted whether there are no more items
 * @param running the children that have not ended, as far as it knows
 * @param redrive the last one; null = never
 * @param unstarted children that were stopped before they were started
 * @param stopping how it will end once they have; null while it goes on
 */
public record MapRun(
    MapRunEvent.@Nullable Started origin,
    MapRunStatus status,
    @Nullable MapRunLimits limits,
    long nextItem,
    long nextChild,
    boolean exhausted,
    PSortedMap<Long, Child> running,
    long runningItems,
    Counts items,
    Counts executions,
    MapRunEvent.@Nullable Stopping stopping,
    MapRunEvent.@Nullable Ended end,
    boolean told,
    @Nullable Redrive redrive,
    PSortedMap<Long, Child> unstarted) {

  private static final MapRun NONE =
      new MapRun(
          null,
          MapRunStatus.NOT_STARTED,
          null,
          0,
          0,
          false,
          TreePMap.empty(),
          0,
          Counts.NONE,
          Counts.NONE,
          null,
          null,
          false,
          null,
          TreePMap.empty());

  /** What is left to be done, by whoever keeps it. */
  public enum Pending {
    NOTHING,
    /** Read items and start children while there is room. */
    RUN,
    /** Stop the children that run. */
    STOP_CHILDREN,
    /** Put the results where they belong. */
    WRITE_RESULTS,
    /** Tell the execution of the end. */
    TELL
  }

  public static MapRun none() {
    return NONE;
  }

  /** What has to be done next; asked again after a crash. */
  public Pending pending() {
    if (status.isEnd()) {
      return told ? Pending.NOTHING : Pending.TELL;
    }
    if (status == MapRunStatus.NOT_STARTED) {
      return Pending.NOTHING;
    }
    if (!running.isEmpty()) {
      return stopping == null ? Pending.RUN : Pending.STOP_CHILDREN;
    }
    return stopping != null || (exhausted && isRedriveComplete())
        ? Pending.WRITE_RESULTS
        : Pending.RUN;
  }

  /**
   * How many more children may start now.
   *
   * @param most no more than so many at once, whatever the definition says
   */
  public int room(int most) {
    return exhausted || !isRedriveComplete() ? 0 : roomAtAll(most);
  }

  /** How many children of before the redrive may be redriven now. */
  public int roomToRedrive(int most) {
    return isRedriveComplete() ? 0 : roomAtAll(most);
  }

  private boolean isRedriveComplete() {
    return redrive == null || redrive.isComplete();
  }

  /** How often its execution had been redriven when it was started or redriven last. */
  public int redriveNumber() {
    return redrive != null ? redrive.number() : origin == null ? 0 : origin.redrive();
  }

  /** Whether this child is there only because it is to be redriven. */
  public boolean isRedriven(long index) {
    return redrive != null && index < redrive.until();
  }

  private int roomAtAll(int most) {
    if (status != MapRunStatus.RUNNING || stopping != null || limits == null) {
      return 0;
    }
    var asked = limits.maxConcurrency();
    return Math.max(0, (asked == 0 ? most : Math.min(asked, most)) - running.size());
  }

  /** All items, as far as their number is known. */
  public long totalItems() {
    return isTotalKnown() ? knownTotal() : nextItem;
  }

  boolean isTotalKnown() {
    return exhausted || (origin != null && origin.knownItems() != null);
  }

  private long knownTotal() {
    return exhausted || origin == null || origin.knownItems() == null
        ? nextItem
        : origin.knownItems();
  }

  public MapRun evolve(List<MapRunEvent> events) {
    var evolved = this;
    for (var event : events) {
      evolved = evolved.evolve(event);
    }
    return evolved;
  }

  /** Remembers one fact. */
  public MapRun evolve(MapRunEvent event) {
    return switch (event) {
      case MapRunEvent.Started e -> started(e);
      case MapRunEvent.ChildrenStarted e -> childrenStarted(e.children());
      case MapRunEvent.ItemsExhausted ignored -> exhaust();
      case MapRunEvent.ChildrenEnded e -> childrenEnded(e.ends());
      case MapRunEvent.Redriven e -> redriven(e);
      case MapRunEvent.ChildrenRedriven e -> childrenRedriven(e);
      case MapRunEvent.LimitsUpdated e -> with(e.limits());
      case MapRunEvent.Stopping e -> with(e);
      case MapRunEvent.Ended e -> ended(e);
      case MapRunEvent.ExecutionTold ignored -> toldOf();
    };
  }

  private MapRun started(MapRunEvent.Started e) {
    return new MapRun(
        e,
        MapRunStatus.RUNNING,
        e.limits(),
        0,
        0,
        false,
        running,
        0,
        items,
        executions,
        null,
        null,
        false,
        redrive,
        unstarted);
  }

  private MapRun childrenStarted(List<Child> children) {
    PSortedMap<Long, Child> more = running;
    var newItems = 0L;
    for (var child : children) {
      more = more.plus(child.index(), child);
      newItems += child.items();
    }
    return new MapRun(
        origin,
        status,
        limits,
        nextItem + newItems,
        nextChild + children.size(),
        exhausted,
        more,
        runningItems + newItems,
        items,
        executions,
        stopping,
        end,
        told,
        redrive,
        unstarted);
  }

  private MapRun childrenEnded(List<ChildEnd> ends) {
    PSortedMap<Long, Child> fewer = running;
    var left = runningItems;
    var itemCounts = items;
    var executionCounts = executions;
    PSortedMap<Long, Child> never = unstarted;
    for (var one : ends) {
      var child = fewer.get(one.index());
      if (child != null) {
        fewer = fewer.minus(one.index());
        left -= child.items();
        itemCounts = itemCounts.plus(one.status(), child.items());
        executionCounts = executionCounts.plus(one.status(), 1);
        if (one.unstarted()) {
          never = never.plus(one.index(), child);
        }
      }
    }
    return new MapRun(
        origin,
        status,
        limits,
        nextItem,
        nextChild,
        exhausted,
        fewer,
        left,
        itemCounts,
        executionCounts,
        stopping,
        end,
        told,
        redrive,
        never);
  }

  /** What did not succeed is to be done again; what was never started goes first. */
  private MapRun redriven(MapRunEvent.Redriven e) {
    var first = unstarted.values().stream().mapToLong(Child::items).sum();
    var itemsLeft = items.unsuccessful() + (redrive == null ? 0 : redrive.items()) - first;
    var childrenLeft =
        executions.unsuccessful() + (redrive == null ? 0 : redrive.executions()) - unstarted.size();
    return new MapRun(
        origin,
        MapRunStatus.RUNNING,
        limits,
        nextItem,
        nextChild,
        exhausted,
        unstarted,
        first,
        items.withoutUnsuccessful(),
        executions.withoutUnsuccessful(),
        null,
        null,
        false,
        new Redrive(
            e.number(),
            redrive == null ? 1 : redrive.count() + 1,
            e.at(),
            nextChild,
            0,
            itemsLeft,
            childrenLeft),
        TreePMap.empty());
  }

  private MapRun childrenRedriven(MapRunEvent.ChildrenRedriven e) {
    if (redrive == null) {
      throw new AssertionError("Expected a Map Run that was redriven.");
    }
    PSortedMap<Long, Child> more = running;
    var itemsMore = 0L;
    for (var child : e.children()) {
      more = more.plus(child.index(), child);
      itemsMore += child.items();
    }
    return new MapRun(
        origin,
        status,
        limits,
        nextItem,
        nextChild,
        exhausted,
        more,
        runningItems + itemsMore,
        items,
        executions,
        stopping,
        end,
        told,
        redrive.without(itemsMore, e.children().size(), e.next()),
        unstarted);
  }

  private MapRun exhaust() {
    return new MapRun(
        origin,
        status,
        limits,
        nextItem,
        nextChild,
        true,
        running,
        runningItems,
        items,
        executions,
        stopping,
        end,
        told,
        redrive,
        unstarted);
  }

  private MapRun with(MapRunLimits newLimits) {
    return new MapRun(
        origin,
        status,
        newLimits,
        nextItem,
        nextChild,
        exhausted,
        running,
        runningItems,
        items,
        executions,
        stopping,
        end,
        told,
        redrive,
        unstarted);
  }

  private MapRun with(MapRunEvent.Stopping stop) {
    return new MapRun(
        origin,
        status,
        limits,
        nextItem,
        nextChild,
        exhausted,
        running,
        runningItems,
        items,
        executions,
        stop,
        end,
        told,
        redrive,
        unstarted);
  }

  private MapRun ended(MapRunEvent.Ended e) {
    return new MapRun(
        origin,
        e.status(),
        limits,
        nextItem,
        nextChild,
        exhausted,
        running,
        runningItems,
        items,
        executions,
        stopping,
        e,
        false,
        redrive,
        unstarted);
  }

  private MapRun toldOf() {
    return new MapRun(
        origin,
        status,
        limits,
        nextItem,
        nextChild,
        exhausted,
        running,
        runningItems,
        items,
        executions,
        stopping,
        end,
        true,
        redrive,
        unstarted);
  }

  /** What the execution gets; null unless it succeeded. */
  public @Nullable Payload result() {
    return end == null ? null : end.result();
  }

  public @Nullable Instant stoppedAt() {
    return end == null ? null : end.at();
  }

  /** As DescribeMapRun shows it. */
  public MapRunSummary summary() {
    if (limits == null || origin == null) {
      throw new AssertionError("Expected a Map Run that has started.");
    }
    var isWritten = status == MapRunStatus.SUCCEEDED;
    return new MapRunSummary(
        origin.executionArn(),
        status,
        limits,
        MapRunSummary.All.of(
            items, runningItems, totalItems(), isWritten, redrive == null ? 0 : redrive.items()),
        MapRunSummary.All.of(
            executions,
            running.size(),
            nextChild,
            isWritten,
            redrive == null ? 0 : redrive.executions()),
        redrive == null ? 0 : redrive.count(),
        redrive == null ? null : redrive.at());
  }
}
