package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;

/** Equality of JSON values as people mean it: 1 equals 1.0, members have no order. */
final class Values {
  private Values() {}

  /** The same value in one form, so that equals and hashCode say it. */
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
