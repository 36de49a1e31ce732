package dev.pawl.engine.simulation;

import dev.pawl.engine.maprun.MapRun;

/** When all is at rest, no Map Run has anything left to do, and nobody works for one that ended. */
final class NoMapRunOutlivesItsExecution implements Invariant {

  @Override
  public void ended(World world) {
    for (var arn : world.mapRuns().all()) {
      var run = world.mapRuns().truth(arn);
      require(
          run.pending() == MapRun.Pending.NOTHING && run.running().isEmpty(),
          () -> "Expected " + arn + " to have ended, but it is " + run);
    }
  }
}
