package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** The comparison operators of Choice rules. Spec, "Data-test expression". */
enum Operator {
  STRING_EQUALS("StringEquals", Family.STRING, order -> order == 0),
  STRING_LESS_THAN("StringLessThan", Family.STRING, order -> order < 0),
  STRING_GREATER_THAN("StringGreaterThan", Family.STRING, order -> order > 0),
  STRING_LESS_THAN_EQUALS("StringLessThanEquals", Family.STRING, order -> order <= 0),
  STRING_GREATER_THAN_EQUALS("StringGreaterThanEquals", Family.STRING, order -> order >= 0),
  STRING_MATCHES("StringMatches", Family.PATTERN, order -> order == 0),
  NUMERIC_EQUALS("NumericEquals", Family.NUMERIC, order -> order == 0),
  NUMERIC_LESS_THAN("NumericLessThan", Family.NUMERIC, order -> order < 0),
  NUMERIC_GREATER_THAN("NumericGreaterThan", Family.NUMERIC, order -> order > 0),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Family.NUMERIC, order -> order <= 0),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Family.NUMERIC, order -> order >= 0),
  BOOLEAN_EQUALS("BooleanEquals", Family.BOOLEAN, order -> order == 0),
  TIMESTAMP_EQUALS("TimestampEquals", Family.TIMESTAMP, order -> order == 0),
  TIMESTAMP_LESS_THAN("TimestampLessThan", Family.TIMESTAMP, order -> order < 0),
  TIMESTAMP_GREATER_THAN("TimestampGreaterThan", Family.TIMESTAMP, order -> order > 0),
  TIMESTAMP_LESS_THAN_EQUALS("TimestampLessThanEquals", Family.TIMESTAMP, order -> order <= 0),
  TIMESTAMP_GREATER_THAN_EQUALS(
      "TimestampGreaterThanEquals", Family.TIMESTAMP, order -> order >= 0),
  IS_NULL("IsNull", Family.TYPE, order -> order == 0),
  IS_PRESENT("IsPresent", Family.TYPE, order -> order == 0),
  IS_NUMERIC("IsNumeric", Family.TYPE, order -> order == 0),
  IS_STRING("IsString", Family.TYPE, order -> order == 0),
  IS_BOOLEAN("IsBoolean", Family.TYPE, order -> order == 0),
  IS_TIMESTAMP("IsTimestamp", Family.TYPE, order -> order == 0);

  private static final String PATH = "Path";
  private static final Map<String, Operator> BY_NAME = byName();

  private final String label;
  private final Family family;
  private final IntPredicate accepts;

  Operator(String label, Family family, IntPredicate accepts) {
    this.label = label;
    this.family = family;
    this.accepts = accepts;
  }

  /** What an operator compares; the type tests ask for a type instead. */
  private enum Family {
    STRING,
    PATTERN,
    NUMERIC,
    BOOLEAN,
    TIMESTAMP,
    TYPE
  }

  /** The fields that name an operator, the {@code …Path} forms included, in the spec's order. */
  static Set<String> names() {
    return BY_NAME.keySet();
  }

  static Operator named(String field) {
    var operator = BY_NAME.get(field);
    if (operator == null) {
      throw new AssertionError("Expected one of " + BY_NAME.keySet() + ", but it is " + field);
    }
    return operator;
  }

  static boolean isPathForm(String field) {
    return field.endsWith(PATH);
  }

  /** Whether the comparison holds; false when either side has the wrong type. */
  boolean test(JsonNode value, JsonNode operand) {
    return switch (family) {
      case STRING ->
          value.isTextual()
              && operand.isTextual()
              && accepts.test(value.textValue().compareTo(operand.textValue()));
      case PATTERN ->
          value.isTextual() && Wildcard.parse(operand.textValue()).matches(value.textValue());
      case NUMERIC -> value.isNumber() && operand.isNumber() && accepts.test(order(value, operand));
      case BOOLEAN ->
          value.isBoolean()
              && operand.isBoolean()
              && value.booleanValue() == operand.booleanValue();
      case TIMESTAMP -> testInstants(value, operand);
      case TYPE -> isOfType(value) == operand.booleanValue();
    };
  }

  /** The literal operand, checked for the type that this operator compares. */
  Optional<JsonNode> readLiteral(Fields fields, String name) {
    var value = fields.any(name);
    switch (family) {
      case STRING -> fields.text(name);
      case PATTERN -> fields.text(name).ifPresent(text -> checkPattern(fields, name, text));
      case NUMERIC -> fields.number(name);
      case BOOLEAN, TYPE -> fields.bool(name);
      case TIMESTAMP -> fields.timestamp(name);
    }
    return value;
  }

  private static void checkPattern(Fields fields, String name, String text) {
    if (!Wildcard.isValid(text)) {
      fields.error(
          Diagnostic.SCHEMA_VALIDATION_FAILED,
          "Value is not a valid pattern: '\\' may stand before '*' or '\\' only",
          fields.at(name));
    }
  }

  private boolean testInstants(JsonNode value, JsonNode operand) {
    var left = Timestamps.of(value);
    var right = Timestamps.of(operand);
    return left.isPresent() && right.isPresent() && accepts.test(left.get().compareTo(right.get()));
  }

  private boolean isOfType(JsonNode value) {
    return switch (this) {
      case IS_NULL -> value.isNull();
      case IS_NUMERIC -> value.isNumber();
      case IS_STRING -> value.isTextual();
      case IS_BOOLEAN -> value.isBoolean();
      case IS_TIMESTAMP -> Timestamps.of(value).isPresent();
      default -> true;
    };
  }

  private static int order(JsonNode left, JsonNode right) {
    return left.isIntegralNumber() && right.isIntegralNumber()
        ? left.bigIntegerValue().compareTo(right.bigIntegerValue())
        : Double.compare(left.doubleValue() + 0.0, right.doubleValue() + 0.0);
  }

  private static Map<String, Operator> byName() {
    var operators = new LinkedHashMap<String, Operator>();
    for (var operator : values()) {
      operators.put(operator.label, operator);
      if (operator.family != Family.TYPE && operator.family != Family.PATTERN) {
        operators.put(operator.label + PATH, operator);
      }
    }
    return Collections.unmodifiableMap(operators);
  }
}
