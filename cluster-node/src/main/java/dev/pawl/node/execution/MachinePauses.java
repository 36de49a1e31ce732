package dev.pawl.node.execution;

import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.MachinePause;
import dev.pawl.persistence.catalog.PauseCatalog;
import dev.pawl.persistence.catalog.StateMachinePause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the pauses of state machines. Every decision asks it; it is at most
 * {@code pawl.execution.pause-refresh-interval} behind the database. Thread-safe.
 */
public final class MachinePauses {

  /** No execution waits for a time as late as that. */
  private static final Instant PARKED = Instant.parse("4000-01-01T00:00:00Z");

  /** A commit may show later than one whose time is later. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final ConcurrentMap<String, StateMachinePause> known = new ConcurrentHashMap<>();
  private volatile Runnable refresh = () -> {};

  /**
   * Hears what the database says.
   *
   * @return what was not known yet
   */
  List<StateMachinePause> hear(List<StateMachinePause> stored) {
    return stored.stream().filter(this::isNews).toList();
  }

  /** Learns all there is, before the first execution begins. Blocks. */
  public void learn(PauseCatalog catalog) {
    hear(catalog.changedSince(Instant.EPOCH));
  }

  /** Something has changed that is not to wait for the next look. */
  public void refresh() {
    refresh.run();
  }

  /** Who looks. */
  void lookWith(Runnable newRefresh) {
    refresh = newRefresh;
  }

  private boolean isNews(StateMachinePause pause) {
    return !pause.equals(known.put(pause.stateMachineArn(), pause));
  }

  /** From when on the database may know more. */
  Instant heardUntil() {
    return known.values().stream()
        .map(StateMachinePause::changedAt)
        .max(Instant::compareTo)
        .map(latest -> latest.minus(OVERLAP))
        .orElse(Instant.EPOCH);
  }

  /** Machines that were paused once and are not now. */
  List<String> resumed() {
    return known.values().stream()
        .filter(pause -> !pause.pause().paused())
        .map(StateMachinePause::stateMachineArn)
        .sorted()
        .toList();
  }

  /**
   * @param stateMachineArn of a machine, or of one that a Map Run runs of a part of it
   * @return null if it was never paused
   */
  @Nullable MachinePause of(String stateMachineArn) {
    var pause = known.get(machine(stateMachineArn));
    return pause == null ? null : pause.pause();
  }

  boolean isPaused(String stateMachineArn) {
    var pause = of(stateMachineArn);
    return pause != null && pause.paused();
  }

  /** Whether its next decision will let it stand still or go on because of its machine. */
  boolean concerns(Execution execution) {
    var origin = execution.origin();
    var pause = origin == null || !execution.isRunning() ? null : of(origin.stateMachineArn());
    if (pause == null) {
      return false;
    }
    var standing = execution.pause() == null ? null : execution.pause().ofMachine();
    return pause.paused()
        ? standing == null
        : standing != null && standing.generation() <= pause.generation();
  }

  /** The machine itself; the children of its Map Runs belong to it. */
  public static String machine(String stateMachineArn) {
    var slash = stateMachineArn.indexOf('/');
    return slash < 0 ? stateMachineArn : stateMachineArn.substring(0, slash);
  }

  /** The time at which those executions are parked that stand still because of this machine. */
  static Instant parkedAt(String stateMachineArn) {
    var sum = new CRC32();
    sum.update(machine(stateMachineArn).getBytes(StandardCharsets.UTF_8));
    return PARKED.plusSeconds(sum.getValue());
  }
}
