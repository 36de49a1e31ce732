package dev.pawl.engine.simulation;

import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Nothing that waits for a time happens before it; and nobody writes down a time that has not come.
 */
final class TimersAreNeverEarly implements Invariant {
  private final Map<String, Instant> earliest = new HashMap<>();
  private final Map<String, Clock> clocks = new HashMap<>();
  private final Map<String, Instant> ends = new HashMap<>();
  private final Map<String, Instant> pauses = new HashMap<>();

  /** The clocks of one attempt. */
  private record Clock(
      @Nullable Integer timeoutSeconds,
      @Nullable Integer heartbeatSeconds,
      @Nullable Instant timeoutAt,
      @Nullable Instant heartbeatAt) {

    Clock startedAt(Instant at) {
      return new Clock(
          timeoutSeconds, heartbeatSeconds, plus(at, timeoutSeconds), plus(at, heartbeatSeconds));
    }

    Clock aliveAt(Instant at) {
      return new Clock(timeoutSeconds, heartbeatSeconds, timeoutAt, plus(at, heartbeatSeconds));
    }

    boolean isOver(Instant at) {
      return (timeoutAt != null && !at.isBefore(timeoutAt))
          || (heartbeatAt != null && !at.isBefore(heartbeatAt));
    }

    private static @Nullable Instant plus(Instant at, @Nullable Integer seconds) {
      return seconds == null ? null : at.plusSeconds(seconds);
    }
  }

  @Override
  public void decided(
      World world, String arn, dev.pawl.engine.execution.ExecutionShell.Turn<Request> turn) {
    var latest = world.latestClock();
    turn.events()
        .forEach(recorded ->
            require(
                !recorded.at().isAfter(latest),
                () -> "Expected no later time than " + latest + " in " + recorded));
  }

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    events.forEach(recorded -> check(arn, arn + "/" + recorded.scope(), recorded));
  }

  private void check(String arn, String flow, Recorded recorded) {
    var at = recorded.at();
    switch (recorded.event()) {
      case Event.ExecutionStarted e ->
          ends.put(arn, Objects.requireNonNullElse(e.timeoutAt(), Instant.MAX));
      case Event.ExecutionRedriven e -> {
        ends.put(arn, Objects.requireNonNullElse(e.timeoutAt(), Instant.MAX));
        pauses.remove(arn);
        earliest.keySet().removeIf(key -> key.startsWith(arn + "/"));
        clocks.keySet().removeIf(key -> key.startsWith(arn + "/"));
      }
      case Event.PermitTaken e ->
          ends.put(arn, Objects.requireNonNullElse(e.timeoutAt(), Instant.MAX));
      case Event.ExecutionPaused ignored -> pauses.putIfAbsent(arn, at);
      case Event.ExecutionResumed ignored -> {
        var since = Objects.requireNonNull(pauses.remove(arn));
        ends.computeIfPresent(
            arn,
            (key, end) -> end.equals(Instant.MAX) ? end : end.plus(Duration.between(since, at)));
      }
      case Event.ExecutionTimedOut ignored -> notBefore(ends.get(arn), recorded);
      case Event.WaitStarted e -> earliest.put(flow, e.until());
      case Event.StateExited e when e.state() == StateType.WAIT ->
          notBefore(earliest.remove(flow), recorded);
      case Event.RetryScheduled e -> earliest.put(flow, e.at());
      case Event.TaskScheduled e -> {
        notBefore(earliest.remove(flow), recorded);
        clocks.put(flow, new Clock(e.timeoutSeconds(), e.heartbeatSeconds(), null, null));
      }
      case Event.ParallelStateStarted ignored -> notBefore(earliest.remove(flow), recorded);
      case Event.MapStateStarted ignored -> notBefore(earliest.remove(flow), recorded);
      case Event.TaskStarted ignored ->
          clocks.computeIfPresent(flow, (key, clock) -> clock.startedAt(at));
      case Event.TaskSubmitted ignored ->
          clocks.computeIfPresent(flow, (key, clock) -> clock.aliveAt(at));
      case Event.HeartbeatSpared ignored ->
          clocks.computeIfPresent(flow, (key, clock) -> clock.aliveAt(at));
      case Event.TaskHeartbeat ignored ->
          clocks.computeIfPresent(flow, (key, clock) -> clock.aliveAt(at));
      case Event.TaskTimedOut ignored ->
          require(
              clocks.get(flow) instanceof Clock clock && clock.isOver(at),
              () -> "Expected " + recorded + " not before its time, " + clocks.get(flow));
      default -> {}
    }
  }

  private void notBefore(@Nullable Instant earliest, Recorded recorded) {
    require(
        earliest == null || !recorded.at().isBefore(earliest),
        () -> "Expected " + recorded + " not before " + earliest);
  }
}
