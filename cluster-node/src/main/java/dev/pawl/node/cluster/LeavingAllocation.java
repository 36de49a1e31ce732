package dev.pawl.node.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
    return others.allocateShard(requester, shard, staying(allocations));
  }

  @Override
  public Future<scala.collection.immutable.Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> allocations,
      scala.collection.immutable.Set<String> moving) {
    var staying = staying(allocations);
    var room = SHARDS_AT_ONCE - moving.size();
    var next =
        staying.size() == allocations.size() ? Set.<String>of() : next(allocations, moving, room);
    return next.isEmpty()
        ? others.rebalance(staying, moving)
        : Future.successful(CollectionConverters.asScala(next).toSet());
  }

  /** Without those that leave, unless all do. */
  private Map<ActorRef, IndexedSeq<String>> staying(Map<ActorRef, IndexedSeq<String>> allocations) {
    var gone = leaving(allocations);
    return gone.size() == allocations.size()
        ? allocations
        : (Map<ActorRef, IndexedSeq<String>>)
            allocations.removedAll(CollectionConverters.asScala(gone));
  }

  private List<ActorRef> leaving(Map<ActorRef, IndexedSeq<String>> allocations) {
    return CollectionConverters.asJava(allocations.keySet()).stream().filter(isLeaving).toList();
  }

  private Set<String> next(
      Map<ActorRef, IndexedSeq<String>> allocations,
      scala.collection.immutable.Set<String> moving,
      int room) {
    var next = new HashSet<String>();
    for (var region : leaving(allocations)) {
      for (var shard : CollectionConverters.asJava(allocations.apply(region))) {
        if (next.size() < room && !moving.contains(shard)) {
          next.add(shard);
        }
      }
    }
    return next;
  }
}
