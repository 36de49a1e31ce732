package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.expression.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the fields of one JSON object of a definition and reports what is wrong with each where it
 * stands, so that reading and checking are one pass and cannot disagree.
 *
 * <p>A field that was asked for is known; {@link #close} reports the rest. What cannot be read
 * comes back empty, and the problem is on record.
 */
class ObjectFields {

  final Reading reading;
  final ObjectNode object;
  private final String location;
  private final Set<String> known = new HashSet<>();
  private final Set<String> refused = new HashSet<>();

  ObjectFields(Reading reading, ObjectNode object, String location) {
    this.reading = reading;
    this.object = object;
    this.location = location;
  }

  /** Where the object stands: "/" for the definition itself. */
  final String location() {
    return location.isEmpty() ? "/" : location;
  }

  /** Where one of its fields stands. */
  final String at(String name) {
    return Location.member(location, name);
  }

  final void error(String code, String message, String where) {
    reading.add(Diagnostic.error(code, message, where));
  }

  final void schemaError(String message, String where) {
    error(Diagnostic.SCHEMA_VALIDATION_FAILED, message, where);
  }

  final boolean has(String name) {
    return object.has(name);
  }

  /** The names of the fields that are there, in their order. */
  final Stream<String> names() {
    return object.properties().stream().map(Map.Entry::getKey);
  }

  /** Knows the field, whatever it holds. */
  final void ignore(String name) {
    known.add(name);
  }

  /** Reports the fields that nobody asked for. */
  final void close() {
    for (var member : object.properties()) {
      if (!known.contains(member.getKey())) {
        schemaError("Field '" + member.getKey() + "' is not supported", location());
      }
    }
  }

  final void required(String... names) {
    var missing = Stream.of(names).filter(name -> !has(name)).toList();
    if (!missing.isEmpty()) {
      schemaError("These fields are required: " + missing, location());
    }
  }

  final boolean atMostOneOf(String... names) {
    var fine = Stream.of(names).filter(this::has).count() <= 1;
    if (!fine) {
      schemaError(
          "There should only be one of the following fields: " + List.of(names), location());
    }
    return fine;
  }

  final boolean exactlyOneOf(String... names) {
    if (Stream.of(names).noneMatch(this::has)) {
      schemaError(
          "This object should have only one of the following fields: " + List.of(names),
          location());
      return false;
    }
    return atMostOneOf(names);
  }

  /** Reports an array or object that is there and has nothing in it. */
  final void notEmpty(String name) {
    var value = object.get(name);
    if (value != null && value.isContainerNode() && value.isEmpty()) {
      schemaError("Value cannot be empty", at(name));
    }
  }

  /** The field's value, {@code null} included; not there once it was refused. */
  final Optional<JsonNode> any(String name) {
    known.add(name);
    return refused.contains(name) ? Optional.empty() : Optional.ofNullable(object.get(name));
  }

  /** What is wrong with the field was said: whoever reads it in another way finds nothing. */
  final void refuse(String name) {
    refused.add(name);
  }

  final Optional<String> text(String name) {
    return any(name)
        .filter(value -> isA(value.isTextual(), "String", name))
        .map(JsonNode::textValue);
  }

  final Optional<Boolean> bool(String name) {
    return any(name)
        .filter(value -> isA(value.isBoolean(), "Boolean", name))
        .map(JsonNode::booleanValue);
  }

  final Optional<Long> integer(String name, long min, long max) {
    return any(name)
        .filter(value -> isA(value.isIntegralNumber(), "Integer", name))
        .filter(value -> isWithin(value.doubleValue(), min, max, name))
        .map(JsonNode::longValue);
  }

  final Optional<Double> number(String name) {
    return any(name)
        .filter(value -> isA(value.isNumber(), "Number", name))
        .map(JsonNode::doubleValue);
  }

  final Optional<Double> decimal(String name, double min, double max) {
    return number(name).filter(value -> isWithin(value, min, max, name));
  }

  final Optional<String> oneOf(String name, List<String> values) {
    var text = text(name);
    if (text.isPresent() && !values.contains(text.get())) {
      schemaError("Value should be one of the following: " + values, at(name));
      return Optional.empty();
    }
    return text;
  }

  final Optional<Instant> timestamp(String name) {
    var text = text(name);
    var instant = text.flatMap(Timestamps::parse);
    if (text.isPresent() && instant.isEmpty()) {
      schemaError("String does not match RFC3339 timestamp", at(name));
    }
    return instant;
  }

  final List<String> texts(String name, boolean notEmpty) {
    if (notEmpty) {
      notEmpty(name);
    }
    var texts = new ArrayList<String>();
    var elements = elements(name);
    for (var i = 0; i < elements.size(); i++) {
      if (isA(elements.get(i).isTextual(), "String", name + "[" + i + "]")) {
        texts.add(elements.get(i).textValue());
      }
    }
    return texts;
  }

  final Optional<ObjectNode> objectNode(String name) {
    return any(name)
        .filter(value -> isA(value.isObject(), "Object", name))
        .map(value -> (ObjectNode) value);
  }

  final List<JsonNode> elements(String name) {
    var elements = new ArrayList<JsonNode>();
    any(name)
        .filter(value -> isA(value.isArray(), "Array", name))
        .ifPresent(array -> array.forEach(elements::add));
    return elements;
  }

  final boolean isA(boolean fine, String type, String name) {
    if (!fine) {
      schemaError("Expected value of type " + type, at(name));
    }
    return fine;
  }

  private boolean isWithin(double value, double min, double max, String name) {
    if (value < min) {
      schemaError("Minimum value is " + plain(min), at(name));
    } else if (value > max) {
      schemaError("Maximum value is " + plain(max), at(name));
    }
    return value >= min && value <= max;
  }

  private static String plain(double limit) {
    return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
  }
}
