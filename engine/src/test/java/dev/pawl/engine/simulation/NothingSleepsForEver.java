package dev.pawl.engine.simulation;

/**
 * When the faults have stopped and those outside have done their part, every execution ends without
 * anybody touching it.
 */
final class NothingSleepsForEver implements Invariant {

  @Override
  public void ended(World world) {
    for (var arn : world.journal().executions()) {
      var truth = world.journal().truth(arn);
      require(!truth.isRunning(), () -> "Expected " + arn + " to have ended, but it is " + truth);
    }
  }
}
