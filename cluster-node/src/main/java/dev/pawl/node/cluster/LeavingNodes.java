package dev.pawl.node.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes are about to leave. A node that stops in order says so to the others, and its shards
 * move away a few at a time while it still serves: each execution stands still for as long as the
 * few shards around it take, and not for as long as all of them.
 */
public final class LeavingNodes implements Extension {

  private static final Logger LOG = LoggerFactory.getLogger(LeavingNodes.class);
  private static final String NAME = "leaving-nodes";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration AGAIN = Duration.ofMillis(250);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  /** What nodes tell each other. */
  public sealed interface Carried {}

  /** That run of a node is about to leave. May be said twice. */
  public record Leaves(String incarnation) implements Carried {}

  private final ActorSystem<?> system;
  private final ClusterView cluster;
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();
  private final List<EntityTypeKey<?>> keys = new CopyOnWriteArrayList<>();
  private final List<Runnable> whileOneLeaves = new CopyOnWriteArrayList<>();
  private long wentOn = System.nanoTime(); // for the actor's thread only

  private LeavingNodes(ActorSystem<?> system) {
    this.system = system;
    this.cluster = new ClusterView(system);
    system.systemActorOf(listening(), NAME, Props.empty());
  }

  /** That of this system, made at its first use. */
  public static LeavingNodes get(ActorSystem<?> system) {
    return Id.INSTANCE.apply(system);
  }

  private static final class Id extends ExtensionId<LeavingNodes> {
    static final Id INSTANCE = new Id();

    @Override
    public LeavingNodes createExtension(ActorSystem<?> system) {
      return new LeavingNodes(system);
    }
  }

  private Behavior<Carried> listening() {
    return Behaviors.receive(Carried.class)
        .onMessage(
            Leaves.class,
            leaves -> {
              if (leaving.add(leaves.incarnation())) {
                LOG.info("Node {} is about to leave: its shards move away.", leaves.incarnation());
                leaving.retainAll(cluster.living()); // those that have left are forgotten
              }
              goOn();
              return Behaviors.same();
            })
        .build();
  }

  private void goOn() {
    var now = System.nanoTime();
    if (now - wentOn >= AGAIN.toNanos()) {
      wentOn = now;
      whileOneLeaves.forEach(Runnable::run);
    }
  }

  /**
   * Calls back again and again while a node hands over: Pekko drops some of what is sent to a shard
   * as it moves.
   */
  public void whileOneLeaves(Runnable again) {
    whileOneLeaves.add(again);
  }

  /** Where shards of these entities go, and when; they then count when this node leaves. */
  public ShardAllocationStrategy allocation(EntityTypeKey<?> key) {
    keys.add(key);
    var settings = ClusterShardingSettings.create(system);
    return new LeavingAllocation(
        ClusterSharding.get(system).defaultShardAllocationStrategy(settings), this::isLeaving);
  }

  private boolean isLeaving(ActorRef region) {
    var address = region.path().address();
    return cluster
        .incarnationAt(address.hasLocalScope() ? cluster.address() : address)
        .filter(leaving::contains)
        .isPresent();
  }

  /**
   * Lets the others take all shards of this node, if there are others that stay. Blocks until they
   * have, or for that long at most.
   */
  public void handOver(Duration max) {
    var began = System.nanoTime();
    leaving.add(cluster.incarnation());
    while (System.nanoTime() - began < max.toNanos()) {
      var members = cluster.working();
      if (!somebodyTakes(members) || shardsHere() == 0) {
        LOG.info("Handed over after {} ms.", (System.nanoTime() - began) / 1_000_000);
        return;
      }
      announce(members);
      try {
        Thread.sleep(LOOK_AGAIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    LOG.warn("Expected the others to take all shards of this node within {}.", max);
  }

  /** Whether this node is still one of them, and another stays. */
  private boolean somebodyTakes(Collection<ClusterView.Peer> members) {
    var own = cluster.incarnation();
    return members.stream().anyMatch(member -> member.incarnation().equals(own))
        && members.stream().anyMatch(member -> !leaving.contains(member.incarnation()));
  }

  private void announce(Collection<ClusterView.Peer> members) {
    var resolver = ActorRefResolver.get(system);
    for (var member : members) {
      resolver
          .<Carried>resolveActorRef(member.address() + "/system/" + NAME)
          .tell(new Leaves(cluster.incarnation()));
    }
  }

  private int shardsHere() {
    return keys.stream().mapToInt(this::shardsHere).sum();
  }

  /** One that does not say counts as one. */
  private int shardsHere(EntityTypeKey<?> key) {
    try {
      return ShardsHere.ask(system, key, ANSWER_MAX)
          .toCompletableFuture()
          .get(
              2 * ANSWER_MAX.toMillis(),
              TimeUnit.MILLISECONDS) // nobody times out for one that ends
          .getShards()
          .size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (ExecutionException | TimeoutException e) {
      return 1;
    }
  }
}
