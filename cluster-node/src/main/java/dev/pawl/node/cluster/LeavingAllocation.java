package dev.pawl.node.cluster;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ActorSystemDependentAllocationStrategy;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Shares shards out as another strategy does, but gives none to nodes that are about to leave, and
 * takes theirs away a few at a time.
 */
final class LeavingAllocation implements ActorSystemDependentAllocationStrategy {

  /**
   * Shards that move away at once. Each takes the coordinator two writes to a majority, one after
   * the other, and its executions stand still until the last of these.
   */
  static final int SHARDS_AT_ONCE = 8;

  private final ShardAllocationStrategy others;
  private final Predicate<ActorRef> isLeaving;

  /**
   * @param isLeaving whether the region is one of a node that is about to leave
   */
  LeavingAllocation(ShardAllocationStrategy others, Predicate<ActorRef> isLeaving) {
    this.others = others;
    this.isLeaving = isLeaving;
  }

  @Override
  public void start(ActorSystem system) {
    if (others instanceof ActorSystemDependentAllocationStrategy dependent) {
      dependent.start(system);
    }
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> allocations) {
    return others.allocateShard(requester, shard, without(leaving(allocations), allocations));
  }

  @Override
  public Future<scala.collection.immutable.Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> allocations,
      scala.collection.immutable.Set<String> moving) {
    var leaving = leaving(allocations);
    var next = next(leaving, allocations, moving);
    return next.isEmpty()
        ? others.rebalance(without(leaving, allocations), moving)
        : Future.successful(CollectionConverters.asScala(next).toSet());
  }

  /** Those that leave; none if all do: nobody could take their shards. */
  private List<ActorRef> leaving(Map<ActorRef, IndexedSeq<String>> allocations) {
    var leaving =
        CollectionConverters.asJava(allocations.keySet()).stream().filter(isLeaving).toList();
    return leaving.size() == allocations.size() ? List.of() : leaving;
  }

  private static Map<ActorRef, IndexedSeq<String>> without(
      List<ActorRef> leaving, Map<ActorRef, IndexedSeq<String>> allocations) {
    return (Map<ActorRef, IndexedSeq<String>>)
        allocations.removedAll(CollectionConverters.asScala(leaving));
  }

  private static Set<String> next(
      List<ActorRef> leaving,
      Map<ActorRef, IndexedSeq<String>> allocations,
      scala.collection.immutable.Set<String> moving) {
    return leaving.stream()
        .flatMap(region -> CollectionConverters.asJava(allocations.apply(region)).stream())
        .filter(shard -> !moving.contains(shard))
        .limit(Math.max(0, SHARDS_AT_ONCE - moving.size()))
        .collect(Collectors.toSet());
  }
}
