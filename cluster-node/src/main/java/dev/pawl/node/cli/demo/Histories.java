package dev.pawl.node.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Questions to a history. */
final class Histories {

  private Histories() {}

  /** Numbers from 1 without a gap, one beginning, one end, and each event after an earlier one. */
  static boolean isLinear(List<JsonNode> events) {
    for (int i = 0; i < events.size(); i++) {
      var event = events.get(i);
      if (event.path("id").asInt() != i + 1
          || event.path("previousEventId").asInt() > i
          || isFirst(event) != (i == 0)
          || isLast(event) != (i == events.size() - 1)) {
        return false;
      }
    }
    return !events.isEmpty();
  }

  /** Whether what was acknowledged earlier is all there, unchanged. */
  static boolean continues(List<JsonNode> earlier, List<JsonNode> later) {
    return earlier.size() <= later.size() && later.subList(0, earlier.size()).equals(earlier);
  }

  static long count(List<JsonNode> events, String type) {
    return events.stream().filter(event -> event.path("type").asText().equals(type)).count();
  }

  /** How many events carry this error. */
  static long countErrors(List<JsonNode> events, String error) {
    return events.stream()
        .flatMap(event -> event.properties().stream())
        .filter(member -> member.getKey().endsWith("EventDetails"))
        .filter(member -> member.getValue().path("error").asText().equals(error))
        .count();
  }

  /** The most iterations of a Map that ran at once. */
  static int mostIterations(List<JsonNode> events) {
    int running = 0;
    int most = 0;
    for (var event : events) {
      running +=
          switch (event.path("type").asText()) {
            case "MapIterationStarted" -> 1;
            case "MapIterationSucceeded", "MapIterationFailed", "MapIterationAborted" -> -1;
            default -> 0;
          };
      most = Math.max(most, running);
    }
    return most;
  }

  private static boolean isFirst(JsonNode event) {
    return event.path("type").asText().equals("ExecutionStarted");
  }

  private static boolean isLast(JsonNode event) {
    return switch (event.path("type").asText()) {
      case "ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut" -> true;
      default -> false;
    };
  }
}
