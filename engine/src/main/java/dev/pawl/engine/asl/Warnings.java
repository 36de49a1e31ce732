package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.Location;
import java.util.regex.Pattern;

/**
 * What is legal in a definition and yet hardly meant. AWS API, "ValidateStateMachineDefinition".
 */
final class Warnings {

  private static final Pattern PATH = Pattern.compile("\\$\\$?(\\.[\\w\\[(*]|\\[)");
  private static final Pattern INTRINSIC = Pattern.compile("States\\.[A-Z][A-Za-z0-9]++\\(");

  private static final String NO_DOLLAR =
      "The value of '%1$s' looks like a path or an intrinsic function, but is taken as text: "
          + "the field must be named '%1$s.$' for it to be evaluated.";

  private Warnings() {}

  /** NO_DOLLAR: a path or function call in a template under a key without ".$". */
  static void template(Fields fields, JsonNode template, String where) {
    for (var member : template.properties()) {
      var at = Location.member(where, member.getKey());
      if (!member.getKey().endsWith(".$") && looksDynamic(member.getValue())) {
        warn(fields, Diagnostic.NO_DOLLAR, NO_DOLLAR.formatted(member.getKey()), at);
      }
      template(fields, member.getValue(), at);
    }
    for (var i = 0; template.isArray() && i < template.size(); i++) {
      template(fields, template.get(i), Location.element(where, i));
    }
  }

  /** NO_PATH: a path in a field that has a form for paths of its own. */
  static void noPath(Fields fields, String name, String text) {
    if (PATH.matcher(text).lookingAt()) {
      warn(
          fields,
          Diagnostic.NO_PATH,
          "The value of '%1$s' looks like a path, but is taken as text: use '%1$sPath'."
              .formatted(name),
          fields.at(name));
    }
  }

  /** PASS_RESULT_IS_STATIC: a path in the Result of a Pass. */
  static void passResult(Fields fields, JsonNode result) {
    if (holdsPath(result)) {
      warn(
          fields,
          Diagnostic.PASS_RESULT_IS_STATIC,
          "The Result of a Pass state is static, paths in it are not evaluated: use Parameters.",
          fields.at("Result"));
    }
  }

  private static boolean holdsPath(JsonNode value) {
    if (looksDynamic(value)) {
      return true;
    }
    for (var child : value) {
      if (holdsPath(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean looksDynamic(JsonNode value) {
    return value.isTextual()
        && (PATH.matcher(value.textValue()).lookingAt()
            || INTRINSIC.matcher(value.textValue()).lookingAt());
  }

  private static void warn(Fields fields, String code, String message, String where) {
    fields.reading.add(Diagnostic.warning(code, message, where));
  }
}
