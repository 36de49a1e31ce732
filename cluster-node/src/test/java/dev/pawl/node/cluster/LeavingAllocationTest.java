package dev.pawl.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

class LeavingAllocationTest {

  private static final ActorTestKit ACTORS = ActorTestKit.create();

  private final ActorRef first = region();
  private final ActorRef second = region();
  private final ActorRef third = region();
  private final Set<ActorRef> leaving = new HashSet<>();
  private final FirstRegion others = new FirstRegion();
  private final LeavingAllocation allocation = new LeavingAllocation(others, leaving::contains);

  @AfterAll
  static void end() {
    ACTORS.shutdownTestKit();
  }

  @Test
  void aShardGoesToANodeThatStays() {
    leaving.add(first);

    assertThat(allocated()).isEqualTo(second);
  }

  @Test
  void whereAllLeaveAShardGoesToOneOfThem() {
    leaving.addAll(List.of(first, second, third));

    assertThat(allocated()).isEqualTo(first);
    assertThat(rebalanced(Set.of())).isEqualTo(Set.of("by the others"));
  }

  @Test
  void whereNobodyLeavesTheOthersDecide() {
    assertThat(allocated()).isEqualTo(first);
    assertThat(rebalanced(Set.of())).isEqualTo(Set.of("by the others"));
    assertThat(others.regions).isEqualTo(3);
  }

  @Test
  void shardsOfANodeThatLeavesMoveAFewAtATime() {
    leaving.add(third);

    assertThat(rebalanced(Set.of())).isEqualTo(shards("third", 0, 8));
    assertThat(rebalanced(shards("third", 0, 5))).isEqualTo(shards("third", 5, 8));
    assertThat(rebalanced(shards("third", 0, 8))).isEqualTo(Set.of("by the others"));
  }

  @Test
  void whatHasNoShardsLeftIsGivenNone() {
    leaving.add(first);

    assertThat(rebalanced(Set.of())).isEqualTo(Set.of("by the others"));
    assertThat(others.regions).isEqualTo(2);
  }

  private static ActorRef region() {
    return Adapter.toClassic(ACTORS.createTestProbe().ref());
  }

  private ActorRef allocated() {
    return allocation.allocateShard(first, "new", allocations()).value().get().get();
  }

  private Set<String> rebalanced(Set<String> moving) {
    var shards = CollectionConverters.asScala(moving).<String>toSet();
    return CollectionConverters.asJava(
        allocation.rebalance(allocations(), shards).value().get().get());
  }

  private scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> allocations() {
    var regions = new LinkedHashMap<ActorRef, IndexedSeq<String>>();
    regions.put(first, sequence(List.of()));
    regions.put(second, sequence(names("second", 0, 20)));
    regions.put(third, sequence(names("third", 0, 20)));
    return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(regions));
  }

  private static IndexedSeq<String> sequence(List<String> shards) {
    return CollectionConverters.asScala(shards).toVector();
  }

  private static List<String> names(String of, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> of + "-" + i).toList();
  }

  private static Set<String> shards(String of, int from, int to) {
    return new HashSet<>(names(of, from, to));
  }

  /** Takes the first region it is told of. */
  private final class FirstRegion implements ShardAllocationStrategy {
    private int regions;

    @Override
    public Future<ActorRef> allocateShard(
        ActorRef requester,
        String shard,
        scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> allocations) {
      Map<ActorRef, IndexedSeq<String>> known = CollectionConverters.asJava(allocations);
      return Future.successful(
          new ArrayList<>(List.of(first, second, third))
              .stream().filter(known::containsKey).findFirst().orElseThrow());
    }

    @Override
    public Future<scala.collection.immutable.Set<String>> rebalance(
        scala.collection.immutable.Map<ActorRef, IndexedSeq<String>> allocations,
        scala.collection.immutable.Set<String> moving) {
      regions = allocations.size();
      return Future.successful(
          CollectionConverters.asScala(Set.of("by the others")).<String>toSet());
    }
  }
}
