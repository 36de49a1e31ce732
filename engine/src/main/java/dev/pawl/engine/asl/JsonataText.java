package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.JsonataTemplate;
import dev.pawl.engine.expression.Location;
import java.util.regex.Pattern;

/**
 * Checks what can be seen of JSONata without evaluating it: that its braces are closed, and that
 * {@code $states.result} and {@code $states.errorOutput} are read only where there are such.
 */
final class JsonataText {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$states\\s*+\\.\\s*+(result|errorOutput)\\b");

  private JsonataText() {}

  static void check(Fields fields, String name, JsonNode value, JsonataField.Sees sees) {
    check(fields, value, sees, fields.at(name));
  }

  private static void check(Fields fields, JsonNode value, JsonataField.Sees sees, String where) {
    if (value.isTextual()) {
      checkText(fields, value, sees, where);
    }
    for (var member : value.properties()) {
      check(fields, member.getValue(), sees, Location.member(where, member.getKey()));
    }
    if (value.isArray()) {
      for (var i = 0; i < value.size(); i++) {
        check(fields, value.get(i), sees, Location.element(where, i));
      }
    }
  }

  private static void checkText(
      Fields fields, JsonNode value, JsonataField.Sees sees, String where) {
    if (JsonataTemplate.isExpression(value)) {
      checkExpression(fields, value.textValue(), sees, where);
    } else if (value.textValue().endsWith("%}")) {
      fields.schemaError("JSONata string must start with {% and end with %}", where);
    }
  }

  private static void checkExpression(
      Fields fields, String expression, JsonataField.Sees sees, String where) {
    var references = REFERENCE.matcher(code(expression));
    while (references.find()) {
      var member = references.group(1);
      if (!isThere(member, sees)) {
        fields.error(
            "UNSUPPORTED_JSONATA_EXPRESSION",
            "Reference to '$states.%s' is not supported in this field.".formatted(member),
            where);
      }
    }
  }

  /** The expression without strings, quoted names and comments, which hold no references. */
  private static String code(String expression) {
    var code = new StringBuilder(expression.length());
    for (var i = 0; i < expression.length(); i++) {
      var c = expression.charAt(i);
      if (c == '"' || c == '\'' || c == '`') {
        i = endOfQuoted(expression, i);
        code.append(' ');
      } else if (expression.startsWith("/*", i)) {
        var end = expression.indexOf("*/", i + 2);
        i = end < 0 ? expression.length() : end + 1;
        code.append(' ');
      } else {
        code.append(c);
      }
    }
    return code.toString();
  }

  private static int endOfQuoted(String expression, int start) {
    var quote = expression.charAt(start);
    var i = start + 1;
    while (i < expression.length() && expression.charAt(i) != quote) {
      i += expression.charAt(i) == '\\' && quote != '`' ? 2 : 1;
    }
    return i;
  }

  private static boolean isThere(String member, JsonataField.Sees sees) {
    return switch (sees) {
      case INPUT -> false;
      case RESULT -> member.equals("result");
      case ERROR_OUTPUT -> member.equals("errorOutput");
    };
  }
}
