package dev.pawl.engine.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.IllegalExpressionException;
import dev.pawl.engine.expression.ReferencePath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value that executions of one state machine can be searched by.
 *
 * @param name what queries call it: a letter or '_', then letters, digits and '_'
 * @param path a Reference Path: {@code $.order.id} into the input or output; {@code $order.id} is
 *     member {@code id} of the variable {@code order}
 */
public record IndexedAttribute(String name, Type type, Source source, String path) {

  /** Attributes of one state machine. */
  public static final int ATTRIBUTES_MAX = 20;

  /** Characters of a path. */
  public static final int PATH_CHARS_MAX = 256;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Pattern VARIABLE = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)(.*)");

  /** What the value must be; a value of another type is not indexed. */
  public enum Type {
    STRING,
    NUMBER,
    BOOLEAN,
    /** Text in the form of ISO 8601, {@code 2026-11-30T12:00:00Z}. */
    TIME
  }

  /** Where the value is taken from. */
  public enum Source {
    /** Of the execution, when it starts. */
    INPUT,
    /** Of the execution, when it succeeds. */
    OUTPUT,
    /** Of the execution's own flow, whenever it is assigned. */
    VARIABLE
  }

  /** What is wrong with a list of declarations; empty if nothing is. */
  public static Optional<String> problem(List<IndexedAttribute> attributes) {
    if (attributes.size() > ATTRIBUTES_MAX) {
      return Optional.of(
          "Expected at most %d indexed attributes, but found %d."
              .formatted(ATTRIBUTES_MAX, attributes.size()));
    }
    var names = new HashSet<String>();
    for (var attribute : attributes) {
      if (!names.add(attribute.name)) {
        return Optional.of(
            "Expected the names of indexed attributes to differ, but found '%s' twice."
                .formatted(attribute.name));
      }
      var problem = attribute.problem();
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> problem() {
    if (!NAME.matcher(name).matches() || Words.isReserved(name)) {
      return Optional.of(
          "Expected the name of an indexed attribute to be a word of 1 to 64 letters, digits and '_' that queries do not use otherwise, but found '%s'."
              .formatted(name));
    }
    if (path.length() > PATH_CHARS_MAX) {
      return Optional.of(
          "Expected a path of at most %d characters for '%s', but found %d."
              .formatted(PATH_CHARS_MAX, name, path.length()));
    }
    return isPath()
        ? Optional.empty()
        : Optional.of(
            "Expected a Reference Path %s for '%s', but found '%s'."
                .formatted(
                    source == Source.VARIABLE ? "such as $order.id" : "such as $.order.id",
                    name,
                    path));
  }

  private boolean isPath() {
    if (source == Source.VARIABLE && !VARIABLE.matcher(path).matches()) {
      return false;
    }
    try {
      ReferencePath.parse(pathIntoInput());
      return true;
    } catch (IllegalExpressionException e) {
      return false;
    }
  }

  private String pathIntoInput() {
    if (source != Source.VARIABLE) {
      return path;
    }
    var variable = VARIABLE.matcher(path);
    return variable.matches() ? "$" + variable.group(2) : path;
  }

  /** The variable that {@code path} begins with; empty if it is no path into one. */
  public String variable() {
    var variable = VARIABLE.matcher(path);
    return source == Source.VARIABLE && variable.matches() ? variable.group(1) : "";
  }

  /**
   * The value at the path, if it is of the declared type.
   *
   * @param root the input, the output or the variable
   */
  public Optional<AttributeValue> value(JsonNode root) {
    try {
      return ReferencePath.parse(pathIntoInput()).find(root).flatMap(this::typed);
    } catch (IllegalExpressionException e) {
      throw new AssertionError("Expected a stored attribute to have a path: " + this, e);
    }
  }

  private Optional<AttributeValue> typed(JsonNode node) {
    return switch (type) {
      case STRING ->
          node.isTextual() ? Optional.of(AttributeValue.text(node.textValue())) : Optional.empty();
      case NUMBER -> node.isNumber() ? AttributeValue.number(node.doubleValue()) : Optional.empty();
      case BOOLEAN ->
          node.isBoolean()
              ? Optional.of(AttributeValue.flag(node.booleanValue()))
              : Optional.empty();
      case TIME -> node.isTextual() ? AttributeValue.time(node.textValue()) : Optional.empty();
    };
  }
}
