package dev.pawl.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeavingNodesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ENTITIES = 60;
  private static final String CONFIG =
      """
      pekko.cluster.downing-provider-class = ""
      pekko.cluster.sharding.number-of-shards = 32
      # The question is a class of this test.
      pekko.actor.allow-java-serialization = on
      pekko.actor.warn-about-java-serializer-usage = off
      """;

  private static final EntityTypeKey<WhereAreYou> KEY =
      EntityTypeKey.create(WhereAreYou.class, "place");

  private final Deque<ActorSystem<Void>> systems = new ArrayDeque<>();

  record WhereAreYou(ActorRef<String> replyTo) implements java.io.Serializable {}

  @AfterEach
  void stop() throws Exception {
    for (var system : systems) {
      system.terminate();
    }
    for (var system : systems) {
      system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void allShardsMoveAwayWhileTheNodeIsStillAMember() {
    var a = node();
    join(a, a);
    var b = node();
    join(b, a);
    await().atMost(PATIENCE).until(() -> places(a).size() == 2);

    LeavingNodes.get(a).handOver(PATIENCE);

    assertThat(status(a)).isEqualTo(MemberStatus.up());
    assertThat(places(a)).isEqualTo(Set.of(address(b)));
    assertThat(places(b)).isEqualTo(Set.of(address(b)));
  }

  @Test
  void theLastNodeHandsNothingOver() {
    var a = node();
    join(a, a);
    assertThat(places(a)).hasSize(1);

    LeavingNodes.get(a).handOver(Duration.ofDays(1));

    assertThat(places(a)).isEqualTo(Set.of(address(a)));
  }

  @Test
  void aNodeThatIsNoMemberHandsNothingOver() {
    LeavingNodes.get(node()).handOver(Duration.ofDays(1));
  }

  private ActorSystem<Void> node() {
    var config =
        ConfigFactory.parseString(CONFIG)
            .withFallback(ConfigFactory.parseResources("pawl-node.conf"))
            .withFallback(ConfigFactory.load())
            .resolve();
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "pawl", config);
    systems.push(system);
    return system;
  }

  private static void join(ActorSystem<Void> node, ActorSystem<Void> to) {
    var cluster = Cluster.get(node);
    cluster.manager().tell(Join.create(Cluster.get(to).selfMember().address()));
    await().atMost(PATIENCE).until(() -> status(node).equals(MemberStatus.up()));
    ClusterSharding.get(node)
        .init(
            Entity.of(KEY, entity -> place(address(node)))
                .withAllocationStrategy(LeavingNodes.get(node).allocation(KEY)));
  }

  private static Behavior<WhereAreYou> place(String address) {
    return Behaviors.receive(WhereAreYou.class)
        .onMessage(
            WhereAreYou.class,
            question -> {
              question.replyTo().tell(address);
              return Behaviors.same();
            })
        .build();
  }

  /** Where all entities are. */
  private static Set<String> places(ActorSystem<Void> asked) {
    return IntStream.range(0, ENTITIES)
        .mapToObj(i ->
            ClusterSharding.get(asked)
                .entityRefFor(KEY, "entity-" + i)
                .ask(WhereAreYou::new, Duration.ofSeconds(20))
                .toCompletableFuture()
                .join())
        .collect(Collectors.toSet());
  }

  private static String address(ActorSystem<Void> system) {
    return Cluster.get(system).selfMember().address().toString();
  }

  private static MemberStatus status(ActorSystem<Void> system) {
    return Cluster.get(system).selfMember().status();
  }
}
