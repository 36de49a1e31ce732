package dev.pawl.engine.simulation;

import dev.pawl.engine.maprun.MapRunEvent;

/** Of two owners of a Map Run only one writes the next row, and what ended, ends once. */
final class MapRunsMoveOnce implements Invariant {

  @Override
  public void appending(World world, String mapRunArn, long number, MapRunRows.Row row) {
    require(
        world.mapRuns().sequenceNumber(mapRunArn) == number - 1,
        () -> "Expected row " + number + " of " + mapRunArn + " to be free, but it is taken.");
    var before = world.mapRuns().truth(mapRunArn);
    for (var event : row.events()) {
      if (event instanceof MapRunEvent.Started) {
        require(
            before.origin() == null,
            () -> "Expected " + mapRunArn + " to start once, but it starts again.");
      }
    }
    require(
        before.end() == null
            || row.events().stream().noneMatch(MapRunEvent.ChildrenStarted.class::isInstance)
            || row.events().stream().anyMatch(MapRunEvent.Redriven.class::isInstance),
        () -> "Expected " + mapRunArn + " to start no child after its end, but found " + row);
  }

  @Override
  public void ended(World world) {
    for (var arn : world.mapRuns().all()) {
      require(
          world.mapRuns().replayed(arn).equals(world.mapRuns().truth(arn)),
          () -> "Expected the rows of " + arn + " to make its state, but they make another.");
    }
  }
}
