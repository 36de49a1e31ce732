package dev.pawl.node.execution;

import dev.pawl.node.cluster.ClusterView;
import dev.pawl.node.cluster.ClusterView.Share;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.persistence.journal.Slices;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Wakes the executions that need attention with nobody calling: parked ones whose timer is due, and
 * those that were hot on a node that is gone. Every node sweeps; waking a living execution changes
 * nothing.
 */
public final class WakeSweep extends AbstractBehavior<WakeSweep.Message> {

  /** What the sweep is told. */
  public sealed interface Message {}

  /** Look for executions whose owner is gone, as after a change of the cluster's members. */
  public record FindOrphans() implements Message {}

  private record FindOwnOrphans() implements Message {}

  private record FindDue() implements Message {}

  /**
   * Look at all hot executions, whoever owns them: one that its living owner has lost is woken too.
   */
  private record FindHot() implements Message {}

  private record Found(List<ExecutionSummary> executions) implements Message {}

  private record OrphansFound(List<ExecutionSummary> executions, List<String> living, Share share)
      implements Message {}

  private record Failed(Message tried, Throwable failure) implements Message {}

  private final ExecutionIndex index;
  private final ExecutionSettings settings;
  private final ClusterView cluster;
  private final Room room;
  private final Consumer<ExecutionSummary> wake;
  private final Executor blocking;
  private final Clock clock;
  private final TimerScheduler<Message> timers;

  /**
   * @param room when it is full nobody is woken for a while
   * @param wake wakes an execution
   * @param blocking where the database may be read
   */
  public static Behavior<Message> create(
      ExecutionIndex index,
      ExecutionSettings settings,
      ClusterView cluster,
      Room room,
      Consumer<ExecutionSummary> wake,
      Executor blocking,
      Clock clock) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new WakeSweep(context, timers, index, settings, cluster, room, wake, blocking, clock)));
  }

  private WakeSweep(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      ExecutionIndex index,
      ExecutionSettings settings,
      ClusterView cluster,
      Room room,
      Consumer<ExecutionSummary> wake,
      Executor blocking,
      Clock clock) {
    super(context);
    this.timers = timers;
    this.index = index;
    this.settings = settings;
    this.cluster = cluster;
    this.room = room;
    this.wake = wake;
    this.blocking = blocking;
    this.clock = clock;
    context.getSelf().tell(new FindOrphans());
    context.getSelf().tell(new FindDue());
    timers.startTimerWithFixedDelay(new FindOwnOrphans(), settings.orphanSweepInterval());
    timers.startTimerWithFixedDelay(new FindHot(), settings.slowSweepInterval());
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(FindDue.class, this::onFindDue)
        .onMessage(FindOrphans.class, find -> findOwnedByNoneOf(cluster.living(), Share.ALL, ""))
        .onMessage(
            FindOwnOrphans.class, find -> findOwnedByNoneOf(cluster.living(), cluster.share(), ""))
        .onMessage(FindHot.class, find -> findOwnedByNoneOf(List.of(), cluster.share(), ""))
        .onMessage(Found.class, this::onFound)
        .onMessage(OrphansFound.class, this::onOrphansFound)
        .onMessage(Failed.class, this::onFailed)
        .build();
  }

  private Behavior<Message> onFindDue(FindDue find) {
    if (room.isFull()) {
      timers.startSingleTimer(find, settings.sweepInterval());
      return this;
    }
    var until = clock.instant().plus(settings.wakeAhead());
    var share = cluster.share();
    var from = share.from(Slices.COUNT);
    var to = share.to(Slices.COUNT);
    read(find, () -> new Found(index.due(until, from, to, settings.wakeBatch())));
    return this;
  }

  private Behavior<Message> onFound(Found found) {
    found.executions().forEach(wake);
    timers.startSingleTimer(new FindDue(), settings.sweepInterval());
    return this;
  }

  private Behavior<Message> findOwnedByNoneOf(List<String> owners, Share share, String after) {
    var from = share.from(Slices.COUNT);
    var to = share.to(Slices.COUNT);
    read(
        new FindOrphans(),
        () ->
            new OrphansFound(
                index.orphans(owners, from, to, after, settings.wakeBatch()), owners, share));
    return this;
  }

  private Behavior<Message> onOrphansFound(OrphansFound found) {
    var executions = found.executions();
    if (!executions.isEmpty() && !found.living().isEmpty()) {
      getContext().getLog().info("Taking up {} executions whose node is gone.", executions.size());
    }
    executions.forEach(wake);
    var isLast =
        executions.size() < settings.wakeBatch() || (room.isFull() && !found.living().isEmpty());
    return isLast
        ? this // those that are left are found by the next look
        : findOwnedByNoneOf(found.living(), found.share(), executions.getLast().executionArn());
  }

  private Behavior<Message> onFailed(Failed failed) {
    getContext()
        .getLog()
        .warn(
            "Expected to read due executions, but the database did not answer.", failed.failure());
    timers.startSingleTimer(failed.tried(), settings.sweepInterval());
    return this;
  }

  private void read(Message tried, Supplier<Message> query) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(query, blocking),
            (found, failure) -> failure == null ? found : new Failed(tried, failure));
  }
}
