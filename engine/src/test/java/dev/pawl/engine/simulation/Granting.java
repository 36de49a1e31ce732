package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.limit.TakenPermits;
import dev.pawl.engine.limit.Waiting;
import java.util.List;

/**
 * How one node gives permits: it asks the database three things one after the other, chooses, and
 * writes if nobody else has written meanwhile. Several of these are under way at the same time, on
 * every node.
 */
final class Granting {
  private final World world;
  private final Node node;

  Granting(World world, Node node) {
    this.world = world;
    this.node = node;
  }

  /** A permit may be free, or somebody waits for one. */
  void moved() {
    if (!world.journal().permits().areLimited()) {
      return;
    }
    ask(
        "the limits",
        () -> {
          var version = permits().version();
          ask(
              "the permits taken",
              () -> {
                var taken = permits().taken();
                ask("who waits", () -> choose(version, taken, permits().queue()));
              });
        });
  }

  private void choose(long version, TakenPermits taken, List<Waiting> queue) {
    var inOrder = world.makes(Mistake.NEWEST_FIRST) ? queue.reversed() : queue;
    var chosen = permits().limits().next(taken, inOrder);
    if (!chosen.isEmpty()) {
      world.network().sendSurely(() -> "grant of " + chosen, () -> write(version, chosen));
    }
  }

  private void write(long version, List<Waiting> chosen) {
    var seen = world.makes(Mistake.GRANT_UNFENCED) ? permits().version() : version;
    var granted = permits().grant(seen, chosen);
    if (!granted.isEmpty()) {
      world.tell(() -> node.incarnation() + " has granted " + granted);
      world.invariants().forEach(invariant -> invariant.granted(world, granted));
    }
    if (!world.happens(world.faults().commitAnswerLost())) {
      world.network().sendSurely(() -> "granted", node, () -> granted.forEach(this::tell));
    }
  }

  private void tell(Waiting granted) {
    var begin = new Message.Ask(new Command.TakePermit(granted.ticket()), null);
    world
        .network()
        .send(
            () -> begin + " to " + granted.executionArn(),
            node,
            () -> node.route(granted.executionArn(), begin));
  }

  /** What every node does now and then. */
  void sweep() {
    if (!world.makes(Mistake.GRANT_TOLD_ONCE)) {
      for (var granted : permits().granted()) {
        // An owner that does not know the newest row would refuse for ever.
        node.wake(granted.executionArn());
        tell(granted);
      }
    }
    if (!world.makes(Mistake.QUEUE_NOT_SWEPT)) {
      moved();
    }
  }

  private void ask(String what, Runnable question) {
    world.network().sendSurely(() -> what + " for " + node.incarnation(), node, question);
  }

  private Permits permits() {
    return world.journal().permits();
  }
}
