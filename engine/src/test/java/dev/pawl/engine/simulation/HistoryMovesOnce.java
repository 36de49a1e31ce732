package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of an execution are stored in one line, 1, 2, 3 …, whoever writes them: each was decided
 * on all that were stored before it.
 */
final class HistoryMovesOnce implements Invariant {
  private final Map<String, Long> last = new HashMap<>();

  @Override
  public void appending(World world, String arn, long number, Journal.Row row) {
    var expected = last.getOrDefault(arn, 0L) + 1;
    require(
        number == expected,
        () ->
            "Expected row %d of %s, but %s writes row %d: %s"
                .formatted(expected, arn, row.writer(), number, row.events()));
    last.put(arn, number);
    require(
        (number == 1) == (row.events().getFirst().event() instanceof Event.ExecutionStarted),
        () -> "Expected the first row of " + arn + " to start it, but found " + row.events());
  }
}
