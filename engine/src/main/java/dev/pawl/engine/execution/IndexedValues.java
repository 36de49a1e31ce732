package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.search.IndexedAttribute;
import dev.pawl.engine.search.IndexedAttribute.Source;
import dev.pawl.engine.search.IndexedValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What events do to the values that their execution is searched by. Variables are those of the
 * execution's own flow: branches and iterations have theirs, of which there may be thousands.
 */
public final class IndexedValues {

  private final List<IndexedAttribute> attributes;
  private final Map<String, IndexedValue> values = new LinkedHashMap<>();

  private IndexedValues(List<IndexedAttribute> attributes) {
    this.attributes = attributes;
  }

  /**
   * The attributes that these events change, each once, with what it is after the last of them.
   *
   * @param after what they make of the execution
   */
  public static List<IndexedValue> of(List<Recorded> events, Execution after) {
    var origin = after.origin();
    if (origin == null || origin.revision().attributes().isEmpty()) {
      return List.of();
    }
    var changed = new IndexedValues(origin.revision().attributes());
    events.forEach(changed::add);
    return List.copyOf(changed.values.values());
  }

  private void add(Recorded recorded) {
    if (recorded.event() instanceof Event.ExecutionStarted started) {
      put(Source.INPUT, started.input().node());
    } else if (recorded.event() instanceof Event.ExecutionSucceeded succeeded) {
      put(Source.OUTPUT, succeeded.output().node());
    } else if (recorded.event() instanceof Event.StateExited exited
        && recorded.scope() == Scope.ROOT) {
      assign(exited.assignedVariables());
    }
  }

  private void put(Source source, JsonNode root) {
    attributes.stream()
        .filter(attribute -> attribute.source() == source)
        .forEach(attribute ->
            attribute
                .value(root)
                .ifPresent(value ->
                    values.put(attribute.name(), new IndexedValue(attribute.name(), value))));
  }

  /** A variable that no longer holds a value of the type takes the old one out of the index. */
  private void assign(Map<String, JsonNode> variables) {
    for (var attribute : attributes) {
      var variable = variables.get(attribute.variable());
      if (variable != null) {
        values.put(
            attribute.name(),
            new IndexedValue(attribute.name(), attribute.value(variable).orElse(null)));
      }
    }
  }
}
