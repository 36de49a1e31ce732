package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.ExecutionShell.Turn;

/** What an owner remembers is what the journal gives back. */
final class ReplayGivesTheLiveState implements Invariant {

  @Override
  public void decided(World world, String arn, Turn<Request> turn) {
    require(
        turn.after().equals(turn.before().evolve(turn.events())),
        () ->
            "Expected the events of a turn of "
                + arn
                + " to make its state, but they make another.");
  }

  @Override
  public void stored(World world, Entity entity, Turn<Request> turn) {
    require(
        entity.execution().equals(turn.after()),
        () -> "Expected " + entity.arn() + " to be as decided, but it is " + entity.execution());
    if (world.journal().sequenceNumber(entity.arn()) == entity.sequenceNumber()) {
      compare(world, entity);
    }
  }

  @Override
  public void recovered(World world, Entity entity) {
    compare(world, entity);
  }

  private void compare(World world, Entity entity) {
    var truth = world.journal().truth(entity.arn());
    require(
        entity.execution().equals(truth),
        () ->
            "Expected the live state of %s to be\n%s\nbut it is\n%s"
                .formatted(entity.arn(), truth, entity.execution()));
  }
}
