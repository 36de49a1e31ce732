package dev.pawl.node.cluster;

import java.util.function.Predicate;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;

/** Whether an address is this node's, or that of a member which this node hears. */
public final class HeardNodes implements Predicate<Address> {

  private final Cluster cluster;

  public HeardNodes(ActorSystem<?> system) {
    this.cluster = Cluster.get(system);
  }

  @Override
  public boolean test(Address node) {
    if (node.hasLocalScope()) {
      return true; // this node
    }
    var state = cluster.state();
    return state.unreachable().forall(member -> !isOf(member, node))
        && state.members().exists(member -> isOf(member, node));
  }

  private static boolean isOf(Member member, Address node) {
    return member.address().equals(node);
  }
}
