package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.maprun.Child;
import dev.pawl.engine.maprun.Counts;
import dev.pawl.engine.maprun.MapRun;
import dev.pawl.engine.maprun.MapRunStatus;
import java.util.EnumMap;

/**
 * When all is at rest, a Map Run has counted its children as their histories say, each once; and
 * one that succeeded gave its execution the outputs of its children in their order.
 */
final class ChildrenAreCountedAsTheyEnded implements Invariant {

  @Override
  public void ended(World world) {
    world.mapRuns().all().forEach(arn -> check(world, arn));
  }

  private void check(World world, String mapRunArn) {
    var run = world.mapRuns().truth(mapRunArn);
    var counts = new EnumMap<ExecutionStatus, Long>(ExecutionStatus.class);
    for (long index = 0; index < run.nextChild(); index++) {
      var status = MapRunPart.statusOf(world, Child.executionArn(mapRunArn, index, false));
      // One that was stopped before it was started has no history.
      counts.merge(
          status == ExecutionStatus.NOT_STARTED ? ExecutionStatus.ABORTED : status, 1L, Long::sum);
    }
    var expected =
        new Counts(
            counts.getOrDefault(ExecutionStatus.SUCCEEDED, 0L),
            counts.getOrDefault(ExecutionStatus.FAILED, 0L),
            counts.getOrDefault(ExecutionStatus.TIMED_OUT, 0L),
            counts.getOrDefault(ExecutionStatus.ABORTED, 0L));
    var counted = run.summary().executionCounts();
    require(
        counted.pendingRedrive() > 0 || counted.ended().equals(expected),
        () ->
            "Expected %s to have counted %s, but it has counted %s"
                .formatted(mapRunArn, expected, counted));
    require(
        run.status() != MapRunStatus.SUCCEEDED
            || MapRunPart.results(world, mapRunArn).text().equals(textOf(run)),
        () -> "Expected the results of " + mapRunArn + " to be those of its children.");
  }

  private static String textOf(MapRun run) {
    var result = run.result();
    return result == null ? "nothing" : result.text();
  }
}
