package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.util.List;

/** A child of a Map Run is named in a stored row before it is started. */
final class NoChildRunsUnnamed implements Invariant {

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    for (var recorded : events) {
      if (recorded.event() instanceof Event.ExecutionStarted started
          && started.startedBy() != null
          && started.startedBy().mapRun() != null) {
        var place = started.startedBy().mapRun();
        require(
            place.index() < world.mapRuns().truth(place.mapRunArn()).nextChild(),
            () -> "Expected " + place + " to be in a row before it is started.");
      }
    }
  }
}
