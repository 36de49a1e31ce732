package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.execution.Recorded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In each flow one state is entered at a time, and only it is exited; in a flow that has ended well
 * none is left open.
 */
final class StateEnteredHasExitOrEnd implements Invariant {
  private final Map<String, String> open = new HashMap<>();

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    for (var recorded : events) {
      var flow = arn + "/" + recorded.scope();
      switch (recorded.event()) {
        case Event.StateEntered e ->
            require(
                open.put(flow, e.name()) == null,
                () -> "Expected the state before to be exited, but found " + recorded);
        case Event.ExecutionRedriven e when e.from() != null ->
            open.keySet().removeIf(key -> key.startsWith(arn + "/"));
        case Event.StateExited e ->
            require(
                e.name().equals(open.remove(flow)),
                () -> "Expected the state to be entered, but found " + recorded);
        case Event.MapIterationSucceeded e ->
            require(
                !open.containsKey(arn + "/" + e.child()),
                () -> "Expected the iteration to have ended, but found " + recorded);
        default -> {}
      }
    }
  }

  @Override
  public void ended(World world) {
    for (var arn : world.journal().executions()) {
      if (world.journal().truth(arn).status() == ExecutionStatus.SUCCEEDED) {
        require(
            !open.containsKey(arn + "/0"),
            () -> "Expected " + arn + " to have left " + open.get(arn + "/0"));
      }
    }
  }
}
