package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Payload;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a rehearsal went.
 *
 * @param path the states that were entered, in order, those of branches and iterations among them
 * @param calls what tasks were called with, by state, also in children of Map Runs
 * @param variables those of the outermost flow at the end
 * @param took the time that would have passed
 */
public record Performance(
    ExecutionStatus status,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause,
    List<String> path,
    List<Recorded> events,
    Map<String, List<Payload>> calls,
    Map<String, JsonNode> variables,
    Duration took) {

  public Performance {
    path = List.copyOf(path);
    events = List.copyOf(events);
    calls = Collections.unmodifiableMap(new LinkedHashMap<>(calls));
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }
}
