package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;

/**
 * JSON as Python's {@code json.dumps} writes it, with a space after commas and colons: the recorded
 * requests were written so, and AWS keeps the text of what it does not change.
 */
final class PythonJson {

  private PythonJson() {}

  static String write(JsonNode node) {
    if (node.isObject()) {
      var members = new ArrayList<String>();
      node.properties()
          .forEach(e -> members.add(TextNode.valueOf(e.getKey()) + ": " + write(e.getValue())));
      return "{" + String.join(", ", members) + "}";
    }
    if (node.isArray()) {
      var elements = new ArrayList<String>();
      node.forEach(element -> elements.add(write(element)));
      return "[" + String.join(", ", elements) + "]";
    }
    return node.isTextual() ? ascii(node.toString()) : node.toString();
  }

  private static String ascii(String text) {
    var ascii = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      ascii.append(c < 128 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return ascii.toString();
  }
}
