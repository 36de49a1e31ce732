package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * About how many bytes of payloads and variables the events of one row hold. A payload that is
 * handed on from event to event is stored once and counts once.
 */
final class RowSize {
  private final Set<Payload> counted = Collections.newSetFromMap(new IdentityHashMap<>());
  private long bytes;

  long bytes() {
    return bytes;
  }

  void add(Event event) {
    switch (event) {
      case Event.ExecutionStarted e -> add(e.input());
      case Event.ExecutionSucceeded e -> add(e.output());
      case Event.StateEntered e -> add(e.input());
      case Event.StateExited e -> {
        add(e.output());
        add(e.assignedVariables());
      }
      case Event.TaskScheduled e -> add(e.parameters());
      case Event.TaskSubmitted e -> add(e.output());
      case Event.TaskSucceeded e -> add(e.output());
      case Event.BranchStarted e -> add(e.input());
      case Event.MapStateStarted e -> add(e.items());
      case Event.MapIterationStarted e -> add(e.input());
      case Event.MapRunStarted e -> {
        if (e.plan() != null && e.plan().input() != null) {
          add(e.plan().input());
        }
      }
      case Event.SignalReceived e -> add(e.payload());
      case Event.ResultKept e -> {
        if (e.output() != null) {
          add(e.output());
        }
      }
      default -> {}
    }
  }

  private void add(Payload payload) {
    if (counted.add(payload)) {
      bytes += payload.utf8Bytes();
    }
  }

  private void add(Map<String, JsonNode> variables) {
    variables.values().forEach(value -> bytes += Json.write(value).length());
  }
}
