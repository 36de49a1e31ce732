package dev.pawl.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Everything under way between two places. It arrives in any order, and some of it never or twice.
 */
final class Network {
  private final World world;
  private final List<Parcel> underWay = new ArrayList<>();

  private record Parcel(Supplier<String> what, boolean isLosable, Runnable arrival) {}

  Network(World world) {
    this.world = world;
  }

  /** Sends what may be lost or come twice. */
  void send(Supplier<String> what, Runnable arrival) {
    underWay.add(new Parcel(what, true, arrival));
  }

  /** Sends what arrives once, at any time. */
  void sendSurely(Supplier<String> what, Runnable arrival) {
    underWay.add(new Parcel(what, false, arrival));
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  void deliverOne() {
    var index = world.below(underWay.size());
    var parcel = underWay.get(index);
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
