package dev.pawl.engine.maprun;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a command makes of a Map Run: pure. What has been done already, or comes too late,
 * decides nothing, so that everything may be said twice.
 */
public final class MapRunDecider {
  /** The error of a Map Run in which more items failed than is tolerated. */
  public static final String THRESHOLD_EXCEEDED = "States.ExceedToleratedFailureThreshold";

  private static final String THRESHOLD_CAUSE =
      "The specified tolerated failure threshold was exceeded";

  private MapRunDecider() {}

  /** The facts that follow; none when nothing changes. */
  public static List<MapRunEvent> decide(MapRun run, MapRunCommand command, Instant at) {
    if (command instanceof MapRunCommand.Start start) {
      return run.origin() == null ? List.of(started(start, at)) : List.of();
    }
    if (command instanceof MapRunCommand.Redrive redrive) {
      return run.status().isEnd() && redrive.number() > run.redriveNumber()
          ? List.of(new MapRunEvent.Redriven(redrive.number(), at))
          : List.of();
    }
    if (run.status() != MapRunStatus.RUNNING) {
      return command instanceof MapRunCommand.ConfirmTold told
              && told.redrive() == run.redriveNumber()
              && run.pending() == MapRun.Pending.TELL
          ? List.of(new MapRunEvent.ExecutionTold())
          : List.of();
    }
    return switch (command) {
      case MapRunCommand.Start ignored -> List.of();
      case MapRunCommand.Redrive ignored -> List.of();
      case MapRunCommand.RedriveChildren redrive -> redrive(run, redrive);
      case MapRunCommand.StartChildren start -> start(run, start);
      case MapRunCommand.EndChildren ended -> end(run, ended);
      case MapRunCommand.UpdateLimits update -> update(run, update);
      case MapRunCommand.Stop ignored -> stop(run);
      case MapRunCommand.Fail fail -> fail(run, fail, at);
      case MapRunCommand.Finish finish -> finish(run, finish, at);
      case MapRunCommand.ConfirmTold ignored -> List.of();
    };
  }

  private static MapRunEvent started(MapRunCommand.Start start, Instant at) {
    return new MapRunEvent.Started(
        start.mapRunArn(),
        start.executionArn(),
        start.eventId(),
        start.limits(),
        start.knownItems(),
        at,
        start.redrive());
  }

  private static List<MapRunEvent> redrive(MapRun run, MapRunCommand.RedriveChildren command) {
    var redrive = run.redrive();
    if (redrive == null || run.stopping() != null || command.next() <= redrive.next()) {
      return List.of();
    }
    var children =
        command.children().stream()
            .filter(child -> child.index() >= redrive.next() && child.index() < redrive.until())
            .filter(child -> !run.running().containsKey(child.index()))
            .toList();
    return List.of(
        new MapRunEvent.ChildrenRedriven(children, Math.min(command.next(), redrive.until())));
  }

  private static List<MapRunEvent> start(MapRun run, MapRunCommand.StartChildren start) {
    if (run.stopping() != null || run.progress().exhausted() || !followsOn(run, start.children())) {
      return List.of();
    }
    var events = new ArrayList<MapRunEvent>();
    if (!start.children().isEmpty()) {
      events.add(new MapRunEvent.ChildrenStarted(start.children()));
    }
    if (start.exhausted()) {
      events.add(new MapRunEvent.ItemsExhausted());
      thresholdExceeded(run.evolve(events)).ifPresent(events::add);
    }
    return events;
  }

  private static boolean followsOn(MapRun run, List<Child> children) {
    return children.isEmpty()
        || (children.getFirst().index() == run.nextChild()
            && children.getFirst().firstItem() == run.nextItem());
  }

  private static List<MapRunEvent> end(MapRun run, MapRunCommand.EndChildren ended) {
    var known = new LinkedHashMap<Long, ChildEnd>();
    for (var one : ended.ends()) {
      if (run.running().containsKey(one.index())) {
        known.putIfAbsent(one.index(), one);
      }
    }
    if (known.isEmpty()) {
      return List.of();
    }
    var events = new ArrayList<MapRunEvent>();
    events.add(new MapRunEvent.ChildrenEnded(List.copyOf(known.values())));
    thresholdExceeded(run.evolve(events)).ifPresent(events::add);
    return events;
  }

  private static Optional<MapRunEvent> thresholdExceeded(MapRun run) {
    var limits = run.limits();
    return run.stopping() == null
            && limits != null
            && limits.areExceededBy(
                run.progress().items().unsuccessful(), run.totalItems(), run.isTotalKnown())
        ? Optional.of(
            new MapRunEvent.Stopping(MapRunStatus.FAILED, THRESHOLD_EXCEEDED, THRESHOLD_CAUSE))
        : Optional.empty();
  }

  private static List<MapRunEvent> update(MapRun run, MapRunCommand.UpdateLimits update) {
    var limits = run.limits();
    if (limits == null) {
      return List.of();
    }
    var events = new ArrayList<MapRunEvent>();
    events.add(
        new MapRunEvent.LimitsUpdated(
            limits.with(
                update.maxConcurrency(),
                update.toleratedFailureCount(),
                update.toleratedFailurePercentage())));
    thresholdExceeded(run.evolve(events)).ifPresent(events::add);
    return events;
  }

  private static List<MapRunEvent> stop(MapRun run) {
    return run.stopping() != null && run.stopping().end() == MapRunStatus.ABORTED
        ? List.of()
        : List.of(new MapRunEvent.Stopping(MapRunStatus.ABORTED, null, null));
  }

  /** A failure while the results of a failed Map Run are written does not hide why it failed. */
  private static List<MapRunEvent> fail(MapRun run, MapRunCommand.Fail fail, Instant at) {
    var stopping =
        run.stopping() != null
            ? run.stopping()
            : new MapRunEvent.Stopping(MapRunStatus.FAILED, fail.error(), fail.cause());
    if (run.pending() == MapRun.Pending.WRITE_RESULTS) {
      return ended(stopping, at);
    }
    return run.stopping() == null ? List.of(stopping) : List.of();
  }

  private static List<MapRunEvent> finish(MapRun run, MapRunCommand.Finish finish, Instant at) {
    if (run.pending() != MapRun.Pending.WRITE_RESULTS) {
      return List.of();
    }
    return run.stopping() != null
        ? ended(run.stopping(), at)
        : List.of(new MapRunEvent.Ended(MapRunStatus.SUCCEEDED, finish.result(), null, null, at));
  }

  private static List<MapRunEvent> ended(MapRunEvent.Stopping stopping, Instant at) {
    var end = new MapRunEvent.Ended(stopping.end(), null, stopping.error(), stopping.cause(), at);
    // It is stopped because nobody waits for it: there is nobody to be told.
    return stopping.end() == MapRunStatus.ABORTED
        ? List.of(end, new MapRunEvent.ExecutionTold())
        : List.of(end);
  }
}
