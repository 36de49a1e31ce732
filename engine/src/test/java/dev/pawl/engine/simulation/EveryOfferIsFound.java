package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Recorded;
import java.util.HashSet;
import java.util.List;

/** The offered tasks in the database are those that wait for a worker. */
final class EveryOfferIsFound implements Invariant {

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    var expected = new HashSet<Journal.Offer>();
    for (var effect : Effects.pending(world.journal().truth(arn))) {
      if (effect instanceof Effect.OfferTask offer) {
        expected.add(new Journal.Offer(offer.activityArn(), arn, offer.taskId()));
      }
    }
    var found = new HashSet<>(world.journal().offers());
    found.removeIf(offer -> !offer.executionArn().equals(arn));
    require(
        found.equals(expected), () -> "Expected the offers " + expected + ", but found " + found);
  }
}
