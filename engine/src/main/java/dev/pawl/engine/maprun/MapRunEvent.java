package dev.pawl.engine.maprun;

import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of one Map Run, kept as long as its executions are. */
public sealed interface MapRunEvent {

  /**
   * @param executionArn the execution it works for
   * @param eventId its MapRunStarted in the history of that execution, which holds the plan
   * @param knownItems how many items there are, when the state has them; else they are read, and
   *     this is empty
   * @param redrive how often that execution had been redriven before
   */
  record Started(
      String mapRunArn,
      String executionArn,
      long eventId,
      MapRunLimits limits,
      @Nullable Long knownItems,
      Instant at,
      int redrive)
      implements MapRunEvent {}

  /** Items were read for these children, which are to be started: decided before any of them is. */
  record ChildrenStarted(List<Child> children) implements MapRunEvent {
    public ChildrenStarted {
      children = List.copyOf(children);
    }
  }

  /** There are no more items. */
  record ItemsExhausted() implements MapRunEvent {}

  record ChildrenEnded(List<ChildEnd> ends) implements MapRunEvent {
    public ChildrenEnded {
      ends = List.copyOf(ends);
    }
  }

  /**
   * It goes on after its end: children that did not succeed are redriven, and then further items
   * read.
   *
   * @param number how often its execution has been redriven
   */
  record Redriven(int number, Instant at) implements MapRunEvent {}

  /**
   * These children are to be redriven: decided before any of them is.
   *
   * @param next all children before that one have been looked at
   */
  record ChildrenRedriven(List<Child> children, long next) implements MapRunEvent {
    public ChildrenRedriven {
      children = List.copyOf(children);
    }
  }

  record LimitsUpdated(MapRunLimits limits) implements MapRunEvent {}

  /** No more children are started, and those that run are stopped; then it ends like that. */
  record Stopping(MapRunStatus end, @Nullable String error, @Nullable String cause)
      implements MapRunEvent {}

  /**
   * @param result what the state gets; null unless it succeeded
   */
  record Ended(
      MapRunStatus status,
      @Nullable Payload result,
      @Nullable String error,
      @Nullable String cause,
      Instant at)
      implements MapRunEvent {}

  /** The execution it works for knows of its end, or does not wait for it. */
  record ExecutionTold() implements MapRunEvent {}
}
