package dev.pawl.engine.simulation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is to keep which shard of the executions, as the coordinator has it. What nodes believe is
 * another matter: they hear of a move late or never, and one that was judged dead while it was only
 * paused keeps what it had.
 */
final class Sharding {
  static final int SHARDS = 2;

  private final World world;
  private final Map<Integer, Node> homes = new HashMap<>();

  Sharding(World world) {
    this.world = world;
  }

  static int shard(String arn) {
    return Math.floorMod(arn.hashCode(), SHARDS);
  }

  /** The home of a shard; one is chosen if it has none among the members. */
  @Nullable Node home(int shard) {
    var home = homes.get(shard);
    return home != null && home.isMember() ? home : moved(shard);
  }

  private @Nullable Node moved(int shard) {
    var members = world.members();
    if (members.isEmpty()) {
      return null;
    }
    var home = world.oneOf(members);
    world.tell(() -> "shard " + shard + " lives at " + home.incarnation());
    homes.put(shard, home);
    return home;
  }

  /** Gives a shard a new home, and the old one does not hear of it: the shard has two owners. */
  void seize(int shard) {
    moved(shard);
  }

  /** Gives the shard of an execution to that node; whoever hosts it does not hear of it. */
  void give(String arn, Node home) {
    homes.put(shard(arn), home);
  }

  /** Gives a shard to a node that believes already that it is the shard's home. */
  void giveToAHost(int shard) {
    var hosts = world.members().stream().filter(node -> node.hosts(shard)).toList();
    if (!hosts.isEmpty()) {
      homes.put(shard, world.oneOf(hosts));
    }
  }

  /** Moves a shard, as a rebalance does: whoever hosts it and can hear lets go of it first. */
  void handOff(int shard) {
    world.tell(() -> "hand-off of shard " + shard);
    world.runningNodes().forEach(node -> node.letGo(shard));
    moved(shard);
  }
}
