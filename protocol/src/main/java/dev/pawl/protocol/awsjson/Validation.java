package dev.pawl.protocol.awsjson;

import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks values against their shapes and words what is wrong as AWS does: {@code 1 validation error
 * detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less
 * than or equal to 1000}.
 */
final class Validation {

  private Validation() {}

  static String message(List<String> problems) {
    return problems.size()
        + (problems.size() == 1 ? " validation error detected: " : " validation errors detected: ")
        + String.join("; ", problems);
  }

  static void check(Shape.StructureShape shape, Input input, String path, List<String> problems) {
    for (var member : shape.members()) {
      var at = path + member.nameInErrors();
      var value = input.raw(member.name());
      if (value != null) {
        check(member.shape(), value, at, problems);
      } else if (member.required()) {
        problems.add(problem(null, at, "Member must not be null"));
      }
    }
  }

  private static void check(Shape shape, Object value, String at, List<String> problems) {
    if (value instanceof NullNode) {
      problems.add(problem(null, at, "Member must not be null"));
      return;
    }
    switch (shape) {
      case Shape.StringShape string -> string(string, (String) value, at, problems);
      case Shape.DecimalShape decimal -> decimal(decimal, (Double) value, at, problems);
      case Shape.IntegerShape integer -> integer(integer, (Long) value, at, problems);
      case Shape.ListShape list -> list(list, (List<?>) value, at, problems);
      case Shape.MapShape map ->
          ((Map<?, ?>) value)
              .forEach((name, v) -> check(map.value(), v, at + "." + name, problems));
      case Shape.StructureShape structure -> check(structure, (Input) value, at + ".", problems);
      case Shape.BooleanShape ignored -> {}
      case Shape.BlobShape ignored -> {}
      case Shape.OpaqueShape ignored -> {}
    }
  }

  private static void string(
      Shape.StringShape shape, String value, String at, List<String> problems) {
    int length = shape.inBytes() ? value.getBytes(StandardCharsets.UTF_8).length : value.length();
    var shown = shape.sensitive() ? "" : "'" + value + "' ";
    if (length < shape.minLength()) {
      problems.add(
          constraint(
              shown, at, "Member must have length greater than or equal to " + shape.minLength()));
    }
    if (length > shape.maxLength()) {
      problems.add(
          constraint(
              shown, at, "Member must have length less than or equal to " + shape.maxLength()));
    }
    var pattern = shape.pattern();
    if (pattern != null && !pattern.matcher(value).matches()) {
      problems.add(
          constraint(shown, at, "Member must satisfy regular expression pattern: " + pattern));
    }
    if (!shape.values().isEmpty() && !shape.values().contains(value)) {
      problems.add(constraint(shown, at, "Member must satisfy enum value set: " + shape.values()));
    }
  }

  private static void decimal(
      Shape.DecimalShape shape, double value, String at, List<String> problems) {
    if (value < shape.min()) {
      problems.add(
          problem(value, at, "Member must have value greater than or equal to " + shape.min()));
    }
    if (value > shape.max()) {
      problems.add(
          problem(value, at, "Member must have value less than or equal to " + shape.max()));
    }
  }

  private static void integer(
      Shape.IntegerShape shape, long value, String at, List<String> problems) {
    if (value < shape.min()) {
      problems.add(
          problem(value, at, "Member must have value greater than or equal to " + shape.min()));
    }
    if (value > shape.max()) {
      problems.add(
          problem(value, at, "Member must have value less than or equal to " + shape.max()));
    }
  }

  private static void list(Shape.ListShape shape, List<?> value, String at, List<String> problems) {
    if (value.size() < shape.minLength()) {
      problems.add(
          problem(
              value, at, "Member must have length greater than or equal to " + shape.minLength()));
    }
    if (value.size() > shape.maxLength()) {
      problems.add(
          problem(value, at, "Member must have length less than or equal to " + shape.maxLength()));
    }
    if (shape.member() instanceof Shape.StringShape string && !string.values().isEmpty()) {
      oneOf(string, value, at, problems);
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      check(shape.member(), value.get(i), at + "." + (i + 1) + ".member", problems);
    }
  }

  /** AWS speaks of the members of such a list together. */
  private static void oneOf(
      Shape.StringShape member, List<?> value, String at, List<String> problems) {
    if (!member.values().containsAll(value)) {
      problems.add(
          problem(
              value,
              at,
              "Member must satisfy constraint: [Member must satisfy enum value set: "
                  + member.values()
                  + ", Member must not be null]"));
    }
  }

  private static String problem(@Nullable Object value, String at, String constraint) {
    return constraint(value == null ? "null " : "'" + value + "' ", at, constraint);
  }

  private static String constraint(String shown, String at, String constraint) {
    return "Value " + shown + "at '" + at + "' failed to satisfy constraint: " + constraint;
  }
}
