package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An execution as its events make it, one after the other. Not thread-safe. */
public final class Playback {
  private Execution execution = Execution.none();

  /**
   * What one event has made of the execution.
   *
   * @param state in which it happened; empty between states
   * @param variables that are assigned there then
   */
  public record Step(
      Recorded recorded,
      Execution execution,
      Optional<String> state,
      Map<String, JsonNode> variables) {}

  /** The next event. */
  public Step next(Recorded recorded) {
    var before = execution.scopes().get(recorded.scope());
    execution = execution.evolve(recorded);
    var after = execution.scopes().get(recorded.scope());
    var state = state(after);
    return new Step(
        recorded,
        execution,
        state.isPresent() ? state : state(before),
        Optional.ofNullable(after == null ? before : after)
            .<Map<String, JsonNode>>map(Scope::variables)
            .orElse(Map.of()));
  }

  private static Optional<String> state(@Nullable Scope scope) {
    return scope != null && scope.position() instanceof Scope.Position.In in
        ? Optional.of(in.visit().state())
        : Optional.empty();
  }

  /** What all events so far have made of it. */
  public Execution execution() {
    return execution;
  }
}
