package dev.pawl.engine.expression;

import com.dashjoin.jsonata.JException;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * The library's errors in the words of JSONata's reference implementation, which AWS shows. The
 * library writes “Object” where that says “function” and puts every insert in quotes.
 */
final class JsonataMessage {
  private static final String FIRST = "\uE000";
  private static final String SECOND = "\uE001";

  private JsonataMessage() {}

  /** {@code . T1006: Attempted to invoke a non-function}, or {@code : message} without a code. */
  static String withCode(JException error) {
    return hasCode(error) ? ". " + error.getError() + ": " + of(error) : ": " + of(error);
  }

  static String of(JException error) {
    if (!hasCode(error)) {
      return String.valueOf(error.getError());
    }
    if (error.getError().equals("D3137") || error.getError().equals("D3141")) {
      return String.valueOf(error.getCurrent());
    }
    return JException.msg(error.getError(), -1, FIRST, SECOND)
        .replace("Object", "function")
        .replace("{\"" + FIRST + "\"}", String.valueOf(error.getCurrent()))
        .replace("\"" + FIRST + "\"", insert(error.getCurrent()))
        .replace("\"" + SECOND + "\"", insert(error.getExpected()));
  }

  private static boolean hasCode(JException error) {
    return error.getError() != null && error.getError().matches("[A-Z]\\d{4}");
  }

  private static String insert(@Nullable Object value) {
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : TextNode.valueOf(String.valueOf(value)).toString();
  }
}
