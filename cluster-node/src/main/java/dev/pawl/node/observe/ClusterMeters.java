package dev.pawl.node.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.pattern.Patterns;

/** The cluster as this node sees it, and its own share of the executions. */
public final class ClusterMeters {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private final AtomicInteger shards;

  private ClusterMeters(MeterRegistry registry, Cluster cluster) {
    shards = new AtomicInteger();
    Gauge.builder("pawl.cluster.members", cluster, ClusterMeters::up)
        .description("Members that are Up, as this node sees it.")
        .register(registry);
    Gauge.builder("pawl.cluster.unreachable", cluster, c -> c.state().getUnreachable().size())
        .description("Members that do not answer, as this node sees it.")
        .register(registry);
    Gauge.builder("pawl.cluster.up", cluster, c -> isUp(c) ? 1 : 0)
        .description("Whether this node is a member that is Up.")
        .register(registry);
    Gauge.builder("pawl.cluster.shards", shards, AtomicInteger::get)
        .description("Shards of executions on this node.")
        .register(registry);
  }

  private static long up(Cluster cluster) {
    var members = 0L;
    for (var member : cluster.state().getMembers()) {
      if (member.status().equals(MemberStatus.up())) {
        members++;
      }
    }
    return members;
  }

  /** Adds the condition of being ready that this node is a member of its cluster. */
  public static void judge(ActorSystem<?> system, Health health) {
    var cluster = Cluster.get(system);
    health.requireReady(
        "cluster",
        () ->
            isUp(cluster)
                ? Optional.empty()
                : Optional.of(
                    "Expected this node to be a member of its cluster that is Up, but it is %s."
                        .formatted(cluster.selfMember().status())));
  }

  private static boolean isUp(Cluster cluster) {
    return cluster.selfMember().status().equals(MemberStatus.up())
        || cluster.selfMember().status().equals(MemberStatus.weaklyUp());
  }

  /**
   * Watches the cluster and the shards of an entity type that is sharded already.
   *
   * @param typeName the name of its key
   */
  public static void watch(MeterRegistry registry, ActorSystem<?> system, String typeName) {
    var meters = new ClusterMeters(registry, Cluster.get(system));
    var region = ClusterSharding.get(Adapter.toClassic(system)).shardRegion(typeName);
    system
        .scheduler()
        .scheduleAtFixedRate(
            INTERVAL, INTERVAL, () -> meters.ask(region), system.executionContext());
  }

  private void ask(ActorRef region) {
    CompletionStage<Object> asked =
        Patterns.ask(region, ShardRegion.getRegionStatsInstance(), ANSWER_MAX);
    asked.thenAccept(answer -> {
      if (answer instanceof ShardRegion.ShardRegionStats stats) {
        shards.set(stats.getStats().size());
      }
    });
  }
}
