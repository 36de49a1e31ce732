package dev.pawl.node.boot;

import com.typesafe.config.Config;
import dev.pawl.node.cluster.ClusterView;
import dev.pawl.node.cluster.Witness;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.membership.NodeHeartbeats;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the database that this node is alive; asks it who else is, when members do not hear each
 * other; and gives up a member that the others hear and the database does not.
 */
final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final NodeHeartbeats heartbeats;
  private final ClusterView cluster;
  private final Duration patience;
  private final Executor blocking;
  private final Steadiness own;
  private final AtomicBoolean beating = new AtomicBoolean();
  private volatile @Nullable Cancellable timer;

  private Heartbeat(
      NodeHeartbeats heartbeats, ClusterView cluster, Config settings, Executor blocking) {
    this.heartbeats = heartbeats;
    this.cluster = cluster;
    this.patience = settings.getDuration("database-patience");
    this.own = new Steadiness(settings.getDuration("silence-max"));
    this.blocking = blocking;
  }

  /**
   * @param settings the block {@code pawl.cluster}
   */
  static Heartbeat start(
      ActorSystem<?> system,
      ClusterView cluster,
      Database database,
      Config settings,
      Executor blocking) {
    var heartbeat = new Heartbeat(database.heartbeats(), cluster, settings, blocking);
    var silence = settings.getDuration("silence-max");
    Witness.of(system)
        .is(() ->
            CompletableFuture.supplyAsync(
                () -> Set.copyOf(heartbeat.heartbeats.seenWithin(silence)), blocking));
    heartbeat.timer =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                Duration.ZERO,
                settings.getDuration("heartbeat-interval"),
                heartbeat::beat,
                system.executionContext());
    heartbeat.heartbeats.forgetSilentFor(FORGOTTEN_AFTER);
    return heartbeat;
  }

  private void beat() {
    if (beating.compareAndSet(false, true)) {
      heartbeats
          .beat(cluster.incarnation(), cluster.address().toString())
          .thenAcceptAsync(beaten -> judge(), blocking)
          .whenComplete(this::beaten);
    }
  }

  /**
   * After the whole database was away, or this node was, everyone is silent for a moment; so only
   * who has been heard all the time judges.
   */
  private void judge() {
    own.came(System.nanoTime());
    if (own.isFor(patience.multipliedBy(2), System.nanoTime()) && cluster.counts().members() > 1) {
      for (var silent : heartbeats.silentFor(patience)) {
        cluster.giveUp(silent, "it has not told the database for " + patience + " that it lives");
      }
    }
  }

  private void beaten(@Nullable Void done, @Nullable Throwable failure) {
    if (failure != null) {
      own.failed();
      LOG.warn(
          "Expected to tell the database that this node is alive, but: {}", failure.toString());
    }
    beating.set(false);
  }

  /** Says that this node ends. */
  CompletionStage<Integer> stop() {
    var started = timer;
    if (started != null) {
      started.cancel();
    }
    return heartbeats.forget(cluster.incarnation());
  }
}
