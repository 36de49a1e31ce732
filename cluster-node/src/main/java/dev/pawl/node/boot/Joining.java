package dev.pawl.node.boot;

import com.typesafe.config.Config;
import dev.pawl.node.cluster.ClusterView;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.membership.NodeHeartbeats;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the others in the database. Where nobody has been alive for a while one node forms the
 * cluster, and the database sees to it that it is one: two nodes that do not hear each other yet
 * would otherwise make two clusters on the same data.
 */
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
  private static final Duration AGAIN = Duration.ofMillis(500);

  /** How long a member that is asked may take before others are tried. */
  private static final int ROUNDS_PER_ATTEMPT = 6;

  private final ClusterView cluster;
  private final NodeHeartbeats nodes;
  private final Duration silence;

  Joining(ClusterView cluster, Database database, Config pawl) {
    this.cluster = cluster;
    this.nodes = database.heartbeats();
    this.silence = pawl.getDuration("cluster.formation-silence");
  }

  /** Completes when this node is a member. */
  CompletionStage<Void> joined() {
    var up = cluster.up().toCompletableFuture();
    Thread.ofVirtual().name("pawl-join").start(() -> join(up));
    return up;
  }

  private void join(CompletableFuture<Void> up) {
    try {
      for (var round = 0; !up.isDone(); round++) {
        if (round % ROUNDS_PER_ATTEMPT == 0) {
          attempt();
        }
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      up.completeExceptionally(e);
    }
  }

  private void attempt() {
    var own = cluster.address().toString();
    var others = nodes.addressesSeenWithin(silence).stream().filter(a -> !a.equals(own)).toList();
    if (!others.isEmpty()) {
      LOG.info("Joining the nodes at {}.", others);
      cluster.join(others);
    } else if (nodes.mayForm(cluster.incarnation(), own, silence).join()) {
      LOG.info("No other node has been alive for {} s: forming the cluster.", silence.toSeconds());
      cluster.form();
    }
  }
}
