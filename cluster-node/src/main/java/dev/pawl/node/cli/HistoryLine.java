package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One event of a history as a line: number, time, type, and what is worth knowing about it. */
final class HistoryLine {

  private static final int DATA_MAX = 120;
  private static final List<String> NAMES =
      List.of("name", "index", "resource", "workerName", "error", "cause");
  private static final List<String> DATA = List.of("input", "parameters", "output");

  private HistoryLine() {}

  static String of(JsonNode event) {
    return "%5d  %s  %-24s %s"
        .formatted(
            event.path("id").asLong(),
            Times.timeOfDay(Times.instant(event.path("timestamp"))),
            event.path("type").asText(),
            details(event))
        .stripTrailing();
  }

  private static String details(JsonNode event) {
    var text = new StringBuilder();
    // Of all members, one holds the details; its name depends on the type.
    for (var field : event.properties()) {
      if (field.getKey().endsWith("EventDetails")) {
        append(text, field.getValue());
      }
    }
    return text.toString().strip();
  }

  private static void append(StringBuilder text, JsonNode details) {
    for (var name : NAMES) {
      if (details.hasNonNull(name)) {
        text.append(' ').append(shortened(details.get(name).asText()));
      }
    }
    for (var name : DATA) {
      if (details.hasNonNull(name)) {
        text.append("  ").append(shortened(details.get(name).asText()));
      }
    }
  }

  private static String shortened(String text) {
    var line = text.replaceAll("\\s+", " ");
    return line.length() <= DATA_MAX ? line : line.substring(0, DATA_MAX - 1) + "…";
  }
}
