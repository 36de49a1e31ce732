package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Finds in a history, read from its first event on, how a state of the outermost flow was entered
 * last: with which input, and which variables were assigned then. Holds no more than that. Not
 * thread-safe.
 */
public final class Restarts {
  private final String state;
  private PMap<String, JsonNode> variables = HashTreePMap.empty();
  private Event.@Nullable Restart found;
  private long lastEventId;
  private boolean isInner;

  /**
   * @param state its name
   */
  public Restarts(String state) {
    this.state = state;
  }

  /** Reads on. */
  public void read(List<Recorded> events) {
    for (var recorded : events) {
      lastEventId = Math.max(lastEventId, recorded.id());
      if (recorded.scope() == Scope.ROOT) {
        read(recorded.event());
      } else if (recorded.event() instanceof Event.StateEntered entered) {
        isInner |= entered.name().equals(state);
      }
    }
  }

  private void read(Event event) {
    switch (event) {
      case Event.StateEntered entered when entered.name().equals(state) ->
          found = new Event.Restart(state, entered.input(), variables);
      case Event.StateExited exited -> variables = variables.plusAll(exited.assignedVariables());
      case Event.ExecutionRedriven redriven when redriven.from() != null ->
          variables = HashTreePMap.from(redriven.from().variables());
      default -> {}
    }
  }

  /** Whether a state of this name was entered inside of a Parallel or Map state. */
  public boolean isInner() {
    return isInner;
  }

  /** The newest event so far. */
  public long lastEventId() {
    return lastEventId;
  }

  /**
   * How to go on from the state.
   *
   * @param input another input than the state had; null = that one
   * @return empty if it was never entered, and no input is given; with one, the variables are those
   *     of the end
   */
  public Optional<Event.Restart> restart(@Nullable Payload input) {
    if (input == null) {
      return Optional.ofNullable(found);
    }
    Map<String, JsonNode> assigned = found == null ? variables : found.variables();
    return Optional.of(new Event.Restart(state, input, assigned));
  }
}
