package dev.pawl.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.Span;
import dev.pawl.engine.execution.Spans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds the spans of an execution against its history. */
final class SpansOfHistory {
  private final Spans reader = new Spans();
  private final List<Span> spans = new ArrayList<>();

  private record Key(int run, long id) {}

  void stored(Execution before, List<Recorded> events) {
    spans.addAll(reader.ended(before, events));
  }

  void check(List<Recorded> events, Execution after) {
    assertThat(states(events)).as("states entered").containsAllEntriesOf(named(Span.Kind.STATE));
    assertThat(named(Span.Kind.TASK).keySet())
        .as("tasks that have ended")
        .hasSize(
            (int)
                events.stream()
                    .filter(recorded ->
                        recorded.event() instanceof Event.TaskSucceeded
                            || recorded.event() instanceof Event.TaskFailed
                            || recorded.event() instanceof Event.TaskTimedOut)
                    .count());
    if (!after.isRunning()) {
      assertThat(named(Span.Kind.STATE).keySet())
          .as("states that have a span")
          .containsAll(states(events).keySet());
      assertThat(spans.getLast().kind()).isEqualTo(Span.Kind.EXECUTION);
      assertThat(spans.getLast().error() == null)
          .as("whether it succeeded")
          .isEqualTo(after.error() == null && after.output() != null);
      checkNesting();
    }
  }

  private void checkNesting() {
    var around = new HashMap<Key, Span>();
    for (var span : spans) {
      if (span.kind() != Span.Kind.TASK) {
        assertThat(around.put(new Key(span.run(), span.id()), span)).as("twice: %s", span).isNull();
      }
    }
    for (var span : spans) {
      var outer = around.get(new Key(span.run(), span.parent()));
      assertThat(outer).as("around %s", span).isNotNull();
      assertThat(span.from()).as("%s", span).isBetween(outer.from(), outer.to());
      assertThat(span.to()).as("%s", span).isBetween(span.from(), outer.to());
    }
  }

  private Map<Long, String> named(Span.Kind kind) {
    return spans.stream()
        .filter(span -> span.kind() == kind)
        .collect(Collectors.toMap(Span::id, Span::name, (a, b) -> b));
  }

  private static Map<Long, String> states(List<Recorded> events) {
    return events.stream()
        .filter(recorded -> recorded.event() instanceof Event.StateEntered)
        .collect(
            Collectors.toMap(
                Recorded::id, recorded -> ((Event.StateEntered) recorded.event()).name()));
  }
}
