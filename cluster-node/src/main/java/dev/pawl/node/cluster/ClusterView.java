package dev.pawl.node.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Subscribe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members as this node sees them. Two nodes may see different things for a moment; whatever is
 * decided by it must be right all the same.
 */
public final class ClusterView {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterView.class);

  private static final Set<MemberStatus> LIVING =
      Set.of(
          MemberStatus.joining(),
          MemberStatus.weaklyUp(),
          MemberStatus.up(),
          MemberStatus.leaving(),
          MemberStatus.exiting());
  private static final List<Duration> AGAIN =
      List.of(
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(600),
          Duration.ofMillis(1200),
          Duration.ofMillis(2500),
          Duration.ofSeconds(5));
  private static final Set<MemberStatus> WORKING =
      Set.of(MemberStatus.up(), MemberStatus.weaklyUp());

  private final ActorSystem<?> system;
  private final Cluster cluster;

  public ClusterView(ActorSystem<?> system) {
    this.system = system;
    this.cluster = Cluster.get(Adapter.toClassic(system));
  }

  /** A part of {@code of} equal parts. */
  public record Share(int part, int of) {

    /** Everything. */
    public static final Share ALL = new Share(0, 1);

    /** The first of this part's slices, of that many in all. */
    public int from(int slices) {
      return slices * part / of;
    }

    /** The first slice behind this part. */
    public int to(int slices) {
      return slices * (part + 1) / of;
    }
  }

  /** Names this run of this node; another one has never had it. */
  public String incarnation() {
    return incarnation(cluster.selfUniqueAddress());
  }

  /** Names that run of that node. */
  public static String incarnation(UniqueAddress node) {
    return Long.toHexString(node.longUid());
  }

  public Address address() {
    return cluster.selfAddress();
  }

  /** Where that run of a node is; empty if it is no member any more. */
  public Optional<String> addressOf(String incarnation) {
    return members()
        .filter(member -> incarnation(member.uniqueAddress()).equals(incarnation))
        .map(member -> member.address().hostPort())
        .findFirst();
  }

  /** A member that works, and which run of its node it is. */
  public record Peer(Address address, String incarnation) {}

  /** All members that work, this one included. */
  public List<Peer> working() {
    return members()
        .filter(member -> WORKING.contains(member.status()))
        .map(member -> new Peer(member.address(), incarnation(member.uniqueAddress())))
        .toList();
  }

  /** Which run of a node is a member there; empty if none is. */
  public Optional<String> incarnationAt(Address address) {
    return members()
        .filter(member -> member.address().equals(address))
        .map(member -> incarnation(member.uniqueAddress()))
        .findFirst();
  }

  /** The incarnations of all members that have not been given up. */
  public List<String> living() {
    return members()
        .filter(member -> LIVING.contains(member.status()))
        .map(member -> incarnation(member.uniqueAddress()))
        .toList();
  }

  /**
   * Gives up a full member; does nothing if there is none of that name.
   *
   * @param why for the log: "it is …"
   */
  public void giveUp(String incarnation, String why) {
    members()
        .filter(member -> member.status().equals(MemberStatus.up()))
        .filter(member -> incarnation(member.uniqueAddress()).equals(incarnation))
        .forEach(member -> {
          LOG.warn("Giving up {}: {}.", member.address(), why);
          cluster.down(member.address());
        });
  }

  /** What this node sees to of what all nodes divide among them. */
  public Share share() {
    var working =
        members()
            .filter(member -> WORKING.contains(member.status()))
            .map(Member::uniqueAddress)
            .sorted()
            .toList();
    var own = working.indexOf(cluster.selfUniqueAddress());
    return own < 0 ? Share.ALL : new Share(own, working.size());
  }

  private Stream<Member> members() {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false);
  }

  /** Begins a cluster of its own. */
  public void form() {
    cluster.join(cluster.selfAddress());
  }

  /** Tries to join those at these addresses; once more with others if they do not answer. */
  public void join(List<String> addresses) {
    cluster.joinSeedNodes(addresses.stream().map(AddressFromURIString::parse).toList());
  }

  /** Completes when this node is a full member. */
  public CompletionStage<Void> up() {
    var up = new CompletableFuture<Void>();
    cluster.registerOnMemberUp(() -> up.complete(null));
    return up;
  }

  /**
   * Calls back when a member has been given up or has left, and a few times more soon after: its
   * shards find their new homes only by and by, and what is sent to them before is lost.
   */
  public void whenOneIsGone(Runnable gone) {
    system.systemActorOf(watching(gone), "members-gone", Props.empty());
  }

  private static Behavior<Object> watching(Runnable gone) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          org.apache.pekko.cluster.typed.Cluster.get(context.getSystem())
              .subscriptions()
              .tell(Subscribe.create(context.getSelf().narrow(), MemberEvent.class));
          return Behaviors.receive(Object.class)
              .onAnyMessage(event -> {
                if (event instanceof MemberDowned || event instanceof MemberRemoved) {
                  gone.run();
                  AGAIN.forEach(delay -> timers.startSingleTimer(delay, delay, delay));
                } else if (event instanceof Duration) {
                  gone.run();
                }
                return Behaviors.same();
              })
              .build();
        }));
  }

  /** How many members there are, and how many of them cannot be reached now. */
  public Counts counts() {
    var state = cluster.state();
    return new Counts(size(state), state.getUnreachable().size());
  }

  /** See {@link #counts}. */
  public record Counts(int members, int unreachable) {}

  private static int size(ClusterEvent.CurrentClusterState state) {
    var count = 0;
    for (var ignored : state.getMembers()) {
      count++;
    }
    return count;
  }
}
