package dev.pawl.node.cluster;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Which shards and entities of a kind are on this node now. */
public final class ShardsHere {
  private ShardsHere() {}

  /** Asks the region of this node; fails with a {@link java.util.concurrent.TimeoutException}. */
  public static CompletionStage<CurrentShardRegionState> ask(
      ActorSystem<?> system, EntityTypeKey<?> key, Duration timeout) {
    return AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
        ClusterSharding.get(system).shardState(),
        replyTo -> new GetShardRegionState(key, replyTo),
        timeout,
        system.scheduler());
  }
}
