package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * How States.Format prints a value: strings bare, objects and arrays as Java prints maps and lists
 * (recorded: {@code {a=1, b=[]}}).
 */
final class PrintedValue {
  private PrintedValue() {}

  static void append(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      text.append('{');
      String separator = "";
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        text.append(separator).append(member.getKey()).append('=');
        append(member.getValue(), text);
        separator = ", ";
      }
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      String separator = "";
      for (var element : node) {
        text.append(separator);
        append(element, text);
        separator = ", ";
      }
      text.append(']');
    } else {
      text.append(node.asText());
    }
  }
}
