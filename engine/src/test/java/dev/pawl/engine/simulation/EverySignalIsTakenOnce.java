package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A signal comes once, and is given to one state, in the order in which it came. */
final class EverySignalIsTakenOnce implements Invariant {
  private final Set<String> came = new HashSet<>();
  private final Map<String, Deque<String>> waiting = new HashMap<>();
  private final Map<String, List<String>> taken = new HashMap<>();

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    for (var recorded : events) {
      var flow = arn + "/" + recorded.scope();
      switch (recorded.event()) {
        case Event.SignalReceived e -> {
          require(came.add(arn + e.signalId()), () -> "Expected once, but found " + recorded);
          queue(arn, e.name()).add(e.payload().text());
        }
        case Event.SignalsTaken e -> {
          var found = new ArrayList<String>();
          for (int i = 0; i < e.count(); i++) {
            require(
                !queue(arn, e.name()).isEmpty(), () -> "Expected a signal to wait: " + recorded);
            found.add(queue(arn, e.name()).remove());
          }
          taken.put(flow, found);
        }
        case Event.TaskSucceeded e when e.target().waitsForSignal() -> given(flow, e, recorded);
        default -> {}
      }
    }
  }

  private void given(String flow, Event.TaskSucceeded e, Recorded recorded) {
    var expected = taken.remove(flow);
    var output = e.output().text();
    require(
        expected != null
            && (output.equals(String.join("", expected))
                || output.equals("[" + String.join(",", expected) + "]")),
        () -> "Expected " + expected + " to be given, but found " + recorded);
  }

  private Deque<String> queue(String arn, String name) {
    return waiting.computeIfAbsent(arn + "/" + name, key -> new ArrayDeque<>());
  }
}
