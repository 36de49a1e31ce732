package dev.pawl.engine.maprun;

import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;

/**
 * A Map Run as its events made it. Immutable; its size follows the children that run, not the
 * items.
 *
 * @param origin the start event; null before it
 * @param progress how far it has come
 * @param stopping how it will end once its children have; null while it goes on
 * @param told whether the execution knows of its end
 */
public record MapRun(
    MapRunEvent.@Nullable Started origin,
    @Nullable MapRunLimits limits,
    Progress progress,
    MapRunEvent.@Nullable Stopping stopping,
    MapRunEvent.@Nullable Ended end,
    boolean told) {

  private static final MapRun NONE = new MapRun(null, null, Progress.NONE, null, null, false);

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

  public MapRunStatus status() {
    if (end != null) {
      return end.status();
    }
    return origin == null ? MapRunStatus.NOT_STARTED : MapRunStatus.RUNNING;
  }

  /** How many items have been given to children. */
  public long nextItem() {
    return progress.nextItem();
  }

  /** How many children there have been. */
  public long nextChild() {
    return progress.nextChild();
  }

  /** The children that have not ended, as far as it knows. */
  public PSortedMap<Long, Child> running() {
    return progress.running();
  }

  /** The last redrive; null = never. */
  public @Nullable Redrive redrive() {
    return progress.redrive();
  }

  /** How often its execution had been redriven when it was started or redriven last. */
  public int redriveNumber() {
    var last = redrive();
    return last != null ? last.number() : origin == null ? 0 : origin.redrive();
  }

  /** Whether this child was there before the last redrive. */
  public boolean isRedriven(long index) {
    var last = redrive();
    return last != null && index < last.until();
  }

  /** What has to be done next; asked again after a crash. */
  public Pending pending() {
    if (end != null) {
      return told ? Pending.NOTHING : Pending.TELL;
    }
    if (origin == null) {
      return Pending.NOTHING;
    }
    if (!running().isEmpty()) {
      return stopping == null ? Pending.RUN : Pending.STOP_CHILDREN;
    }
    return stopping != null || (progress.exhausted() && progress.isRedriveComplete())
        ? Pending.WRITE_RESULTS
        : Pending.RUN;
  }

  /**
   * How many more children may start now.
   *
   * @param most no more than so many at once, whatever the definition says
   */
  public int room(int most) {
    return progress.exhausted() || !progress.isRedriveComplete() ? 0 : roomAtAll(most);
  }

  /** How many children of before the redrive may be redriven now. */
  public int roomToRedrive(int most) {
    return progress.isRedriveComplete() ? 0 : roomAtAll(most);
  }

  private int roomAtAll(int most) {
    if (status() != MapRunStatus.RUNNING || stopping != null || limits == null) {
      return 0;
    }
    var asked = limits.maxConcurrency();
    return Math.max(0, (asked == 0 ? most : Math.min(asked, most)) - running().size());
  }

  /** All items, as far as their number is known. */
  public long totalItems() {
    return progress.exhausted() || origin == null || origin.knownItems() == null
        ? nextItem()
        : origin.knownItems();
  }

  boolean isTotalKnown() {
    return progress.exhausted() || (origin != null && origin.knownItems() != null);
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
      case MapRunEvent.Started e -> new MapRun(e, e.limits(), progress, null, null, false);
      case MapRunEvent.ChildrenStarted e -> with(progress.started(e.children()));
      case MapRunEvent.ItemsExhausted ignored -> with(progress.exhaust());
      case MapRunEvent.ChildrenEnded e -> with(progress.ended(e.ends()));
      case MapRunEvent.Redriven e ->
          new MapRun(origin, limits, progress.redriven(e), null, null, false);
      case MapRunEvent.ChildrenRedriven e -> with(progress.redriven(e));
      case MapRunEvent.LimitsUpdated e ->
          new MapRun(origin, e.limits(), progress, stopping, end, told);
      case MapRunEvent.Stopping e -> new MapRun(origin, limits, progress, e, end, told);
      case MapRunEvent.Ended e -> new MapRun(origin, limits, progress, stopping, e, false);
      case MapRunEvent.ExecutionTold ignored ->
          new MapRun(origin, limits, progress, stopping, end, true);
    };
  }

  private MapRun with(Progress further) {
    return new MapRun(origin, limits, further, stopping, end, told);
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
    var last = redrive();
    var isWritten = status() == MapRunStatus.SUCCEEDED;
    return new MapRunSummary(
        origin.executionArn(),
        status(),
        limits,
        MapRunSummary.All.of(
            progress.items(),
            progress.runningItems(),
            totalItems(),
            isWritten,
            progress.itemsToRedrive(),
            last == null ? 0 : last.lostItems()),
        MapRunSummary.All.of(
            progress.executions(),
            running().size(),
            nextChild(),
            isWritten,
            progress.childrenToRedrive(),
            last == null ? 0 : last.lostExecutions()),
        last == null ? 0 : last.count(),
        last == null ? null : last.at());
  }
}
