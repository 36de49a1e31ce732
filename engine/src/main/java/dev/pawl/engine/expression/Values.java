package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;

/** Equality of JSON values as people mean it: 1 equals 1.0, members have no order. */
final class Values {
  private Values() {}

  static boolean equal(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    return one.getNodeType() == other.getNodeType()
        && one.size() == other.size()
        && comparable(one).equals(comparable(other));
  }

  /** The same value in one form, so that equals and hashCode say what {@link #equal} says. */
  static JsonNode comparable(JsonNode node) {
    if (node.isNumber()) {
      return number(node.decimalValue());
    }
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode(node.size());
      node.forEach(element -> array.add(comparable(element)));
      return array;
    }
    if (node.isObject()) {
      var object = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(m -> object.set(m.getKey(), comparable(m.getValue())));
      return object;
    }
    return node;
  }

  private static JsonNode number(BigDecimal value) {
    var stripped = value.stripTrailingZeros();
    return stripped.scale() <= 0 && stripped.precision() - stripped.scale() < 400
        ? BigIntegerNode.valueOf(stripped.toBigInteger())
        : JsonNodeFactory.withExactBigDecimals(true).numberNode(stripped);
  }
}
