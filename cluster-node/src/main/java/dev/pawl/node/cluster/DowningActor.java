package dev.pawl.node.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityChanged;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;
import scala.jdk.javaapi.CollectionConverters;

/** Watches who hears whom, and does what the {@link DowningRule} says. */
final class DowningActor extends AbstractBehavior<DowningActor.Message> {

  sealed interface Message {}

  private record Changed(ClusterDomainEvent event) implements Message {}

  private record Quarantined() implements Message {}

  private record AskWitness() implements Message {}

  private record Testified(Set<String> living) implements Message {}

  private record Silent(Throwable why) implements Message {}

  private record GiveUp() implements Message {}

  private record Insist() implements Message {}

  private static final Set<MemberStatus> COUNTED =
      Set.of(MemberStatus.up(), MemberStatus.leaving());
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Cluster cluster;
  private final TimerScheduler<Message> timers;
  private final DowningSettings settings;
  private final DowningRule<UniqueAddress> rule;
  private boolean isLeaving;
  private Map<UniqueAddress, Set<UniqueAddress>> observers = Map.of();

  static Behavior<Message> create(DowningSettings settings) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new DowningActor(context, timers, settings)));
  }

  private DowningActor(
      ActorContext<Message> context, TimerScheduler<Message> timers, DowningSettings settings) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.rule = new DowningRule<>(settings.watchersMax());
    this.cluster = Cluster.get(Adapter.toClassic(context.getSystem()));
    org.apache.pekko.cluster.typed.Cluster.get(context.getSystem())
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ClusterDomainEvent.class, Changed::new),
                ClusterDomainEvent.class));
    context
        .getSystem()
        .eventStream()
        .tell(
            new EventStream.Subscribe<>(
                ThisActorSystemQuarantinedEvent.class,
                context.messageAdapter(
                    ThisActorSystemQuarantinedEvent.class, event -> new Quarantined())));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Changed.class, changed -> onChanged(changed.event()))
        .onMessage(AskWitness.class, ask -> onAskWitness())
        .onMessage(Testified.class, this::onTestified)
        .onMessage(Silent.class, this::onSilent)
        .onMessage(Quarantined.class, quarantined -> downSelf("the others have given it up"))
        .onMessage(Insist.class, insist -> onInsist())
        .onMessage(GiveUp.class, give -> downSelf("it is cut off, and from the database too"))
        .build();
  }

  private Behavior<Message> onChanged(ClusterDomainEvent event) {
    if (event instanceof ReachabilityChanged changed) {
      observers = observers(changed);
    }
    switch (rule.decide(cluster.selfUniqueAddress(), members(), observers)) {
      case DowningRule.Wait<UniqueAddress> ignored -> calm();
      case DowningRule.Down<UniqueAddress> down -> {
        calm();
        down(down.nodes(), "most members do not hear it");
      }
      case DowningRule.Disagree<UniqueAddress> ignored -> {
        timers.cancel(GiveUp.class);
        timers.cancel(AskWitness.class);
        if (!timers.isTimerActive(Insist.class)) {
          timers.startSingleTimer(Insist.class, new Insist(), settings.disagreementPatience());
        }
      }
      case DowningRule.AskWitness<UniqueAddress> ignored -> {
        if (!timers.isTimerActive(GiveUp.class)) {
          timers.startSingleTimer(
              GiveUp.class,
              new GiveUp(),
              settings.minorityPatience().plus(settings.witnessPatience()));
          timers.startSingleTimer(AskWitness.class, new AskWitness(), settings.minorityPatience());
        }
      }
      case DowningRule.DownSelf<UniqueAddress> ignored -> downSelf("it is cut off");
    }
    return this;
  }

  private void calm() {
    timers.cancel(GiveUp.class);
    timers.cancel(AskWitness.class);
    timers.cancel(Insist.class);
  }

  private Behavior<Message> onInsist() {
    if (rule.decide(cluster.selfUniqueAddress(), members(), observers)
        instanceof DowningRule.Disagree<UniqueAddress> disagree) {
      down(disagree.nodes(), "some members have not heard it for long");
    }
    return this;
  }

  private Behavior<Message> onAskWitness() {
    getContext()
        .pipeToSelf(
            Witness.of(getContext().getSystem()).living(),
            (living, failure) -> failure == null ? new Testified(living) : new Silent(failure));
    return this;
  }

  private Behavior<Message> onSilent(Silent silent) {
    getContext()
        .getLog()
        .warn("Expected the database to say who is alive, but: {}", silent.why().toString());
    timers.startSingleTimer(AskWitness.class, new AskWitness(), AGAIN);
    return this;
  }

  private Behavior<Message> onTestified(Testified testified) {
    if (!timers.isTimerActive(GiveUp.class)) {
      return this; // they hear each other again
    }
    calm();
    var alive =
        members().stream()
            .filter(node -> testified.living().contains(ClusterView.incarnation(node)))
            .collect(Collectors.toSet());
    var verdict = rule.decide(cluster.selfUniqueAddress(), members(), observers, alive);
    if (verdict instanceof DowningRule.Down<UniqueAddress> down) {
      down(
          down.nodes(),
          "it is not heard, and this side goes on: alive by the database are " + alive);
    } else {
      downSelf("it is cut off from more than are on its side: alive by the database are " + alive);
    }
    return this;
  }

  private void down(Set<UniqueAddress> nodes, String why) {
    for (var node : nodes) {
      getContext().getLog().warn("Giving up {}: {}.", node.address(), why);
      cluster.down(node.address());
    }
  }

  private Behavior<Message> downSelf(String why) {
    if (!isLeaving) {
      isLeaving = true;
      getContext().getLog().error("This node leaves the cluster: {}.", why);
    }
    cluster.down(cluster.selfAddress());
    return this;
  }

  private Set<UniqueAddress> members() {
    var counted = new HashSet<UniqueAddress>();
    for (Member member : cluster.state().getMembers()) {
      if (COUNTED.contains(member.status())) {
        counted.add(member.uniqueAddress());
      }
    }
    return counted;
  }

  private static Map<UniqueAddress, Set<UniqueAddress>> observers(ReachabilityChanged changed) {
    var all = new HashMap<UniqueAddress, Set<UniqueAddress>>();
    CollectionConverters.asJava(changed.reachability().observersGroupedByUnreachable())
        .forEach((node, by) -> all.put(node, CollectionConverters.asJava(by)));
    return all;
  }
}
