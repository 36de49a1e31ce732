package dev.pawl.engine.expression;

import com.dashjoin.jsonata.JException;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The library's errors in the words of JSONata's reference implementation, which AWS shows. The
 * library writes “Object” where that says “function” and puts every insert in quotes.
 */
final class JsonataMessage {
  private static final Map<String, String> TYPES =
      Map.of(
          "a",
          "arrays",
          "b",
          "booleans",
          "f",
          "functions",
          "n",
          "numbers",
          "o",
          "objects",
          "s",
          "strings");
  private static final String FIRST = "\uE000";
  private static final String SECOND = "\uE001";

  private JsonataMessage() {}

  /** An error with its text ready. */
  static final class Told extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String text;

    Told(String code, String text) {
      super(text, null, false, false);
      this.text = code + ": " + text;
    }

    String text() {
      return text;
    }
  }

  /** Arguments that do not fit a function's signature, of which the library tells half. */
  static RuntimeException signature(JException error, String function, List<?> arguments) {
    return switch (String.valueOf(error.getError())) {
      case "T0411" ->
          new Told(
              "T0411",
              "Context value is not a compatible type with argument %s of function %s"
                  .formatted(error.getExpected(), insert(function)));
      case "T0412" ->
          new Told(
              "T0412",
              "Argument %d of function %s must be an array of %s"
                  .formatted(
                      1 + place(error.getCurrent(), arguments),
                      insert(function),
                      TYPES.getOrDefault(String.valueOf(error.getExpected()), "values")));
      default -> error;
    };
  }

  private static int place(@Nullable Object argument, List<?> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) == argument) {
        return i;
      }
    }
    return 0;
  }

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
        .replace("\"" + SECOND + "\"", insert(error.getExpected()))
        .replace("of operator {{token}}", "of the operator"); // which one, the library forgot
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
