package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Json;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The size a computed value may have. Small expressions make large values: by sharing a subtree
 * many times they can even make one that no memory could hold as text.
 */
final class Bounds {
  static final int CHARS_MAX = 16 * 1024 * 1024;

  private Bounds() {}

  /** The node, unless it is too deep or its text would be too long. */
  static JsonNode checked(JsonNode node) {
    if (node.isContainerNode() && !fits(node)) {
      throw StatesError.runtime(
          "The result is nested deeper than %d levels or is longer than %d characters."
              .formatted(Json.DEPTH_MAX, CHARS_MAX));
    }
    return node;
  }

  /** Whether the value is small enough, counting a subtree as often as it occurs. */
  static boolean fits(JsonNode root) {
    return chars(root) <= CHARS_MAX;
  }

  /**
   * About how long the value is as text, counting a subtree as often as it occurs. The counting
   * ends beyond {@link #CHARS_MAX}, and a value that is too deep is as good as too long.
   */
  static long chars(JsonNode root) {
    long chars = chars(root, 0);
    var open = new ArrayDeque<Iterator<JsonNode>>();
    open.push(root.elements());
    while (!open.isEmpty()) {
      var elements = open.peek();
      if (!elements.hasNext()) {
        open.pop();
        continue;
      }
      var element = elements.next();
      chars = chars(element, chars);
      if (element.isContainerNode()) {
        open.push(element.elements());
      }
      if (chars > CHARS_MAX || open.size() > Json.DEPTH_MAX) {
        return Long.MAX_VALUE;
      }
    }
    return chars;
  }

  private static long chars(JsonNode node, long before) {
    return before + 2 + (node.isTextual() ? node.textValue().length() : 0);
  }
}
