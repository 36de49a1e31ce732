package dev.pawl.engine.simulation;

import dev.pawl.engine.limit.Waiting;
import java.util.List;
import java.util.Objects;

/** Nobody is given a permit while somebody of the same key waits who came earlier. */
final class PermitsAreGivenInOrder implements Invariant {

  @Override
  public void granted(World world, List<Waiting> granted) {
    for (var given : granted) {
      for (var waiting : world.journal().permits().queue()) {
        require(
            !Objects.equals(given.key(), waiting.key()) || given.number() < waiting.number(),
            () -> "Expected " + waiting + " to have its permit before " + given);
      }
    }
  }
}
