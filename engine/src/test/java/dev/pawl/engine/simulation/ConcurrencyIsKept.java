package dev.pawl.engine.simulation;

import dev.pawl.engine.maprun.MapRunEvent;

/** No more children of a Map Run run at once than its state allows, redriven ones included. */
final class ConcurrencyIsKept implements Invariant {

  @Override
  public void appended(World world, String mapRunArn, MapRunRows.Row row) {
    var run = world.mapRuns().truth(mapRunArn);
    var most = run.limits() == null ? 0 : run.limits().maxConcurrency();
    var isFirstOfRedrive = row.events().stream().anyMatch(MapRunEvent.Redriven.class::isInstance);
    require(
        most == 0 || isFirstOfRedrive || run.running().size() <= Math.max(most, 1),
        () -> "Expected at most " + most + " children of " + mapRunArn + ", but found " + run);
  }
}
