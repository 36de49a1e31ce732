package dev.pawl.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything under way between two places. It arrives in any order, and some of it never or twice.
 * What goes to a paused node waits for it.
 */
final class Network {
  private final World world;
  private final List<Parcel> underWay = new ArrayList<>();

  private record Parcel(
      Supplier<String> what, @Nullable Node to, boolean isLosable, Runnable arrival) {}

  Network(World world) {
    this.world = world;
  }

  /** Sends what may be lost or come twice to somebody outside, or to whoever is there. */
  void send(Supplier<String> what, Runnable arrival) {
    underWay.add(new Parcel(what, null, true, arrival));
  }

  /** Sends what may be lost or come twice to a node. */
  void send(Supplier<String> what, Node to, Runnable arrival) {
    underWay.add(new Parcel(what, to, true, to.here(arrival)));
  }

  /** Sends what arrives once, at any time. */
  void sendSurely(Supplier<String> what, Runnable arrival) {
    underWay.add(new Parcel(what, null, false, arrival));
  }

  /** Sends what arrives once, at any time, unless the node has died by then. */
  void sendSurely(Supplier<String> what, Node to, Runnable arrival) {
    underWay.add(new Parcel(what, to, false, to.here(arrival)));
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  void deliverOne() {
    var index = world.below(underWay.size());
    var parcel = underWay.get(index);
    if (parcel.to() instanceof Node node && node.isPaused()) {
      return;
    }
    if (parcel.isLosable() && world.happens(world.faults().repeated())) {
      world.tell(() -> "again later: " + parcel.what().get());
    } else {
      underWay.set(index, underWay.getLast());
      underWay.removeLast();
    }
    if (parcel.isLosable() && world.happens(world.faults().lost())) {
      world.tell(() -> "lost: " + parcel.what().get());
      return;
    }
    world.tell(() -> "arrives: " + parcel.what().get());
    parcel.arrival().run();
  }
}
