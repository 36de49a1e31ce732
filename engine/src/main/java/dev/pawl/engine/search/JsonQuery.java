package dev.pawl.engine.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.search.Filter.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads queries as programs write them: {@code {"and": [{"status": "FAILED"}, {"attribute":
 * "customerId", "equals": "A"}, {"startDate": {"after": "2026-11-01"}}]}}. Several members of one
 * object must all hold.
 */
public final class JsonQuery {

  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "equals", Operator.EQUALS,
          "notEquals", Operator.NOT_EQUALS,
          "lessThan", Operator.LESS_THAN,
          "before", Operator.LESS_THAN,
          "lessThanOrEquals", Operator.LESS_THAN_OR_EQUALS,
          "greaterThan", Operator.GREATER_THAN,
          "after", Operator.GREATER_THAN,
          "greaterThanOrEquals", Operator.GREATER_THAN_OR_EQUALS,
          "startsWith", Operator.STARTS_WITH);
  private static final Set<String> OF_TIME = Set.of("before", "after");
  private static final String ATTRIBUTE = "attribute";
  private static final String TYPE = "type";

  private final Conditions conditions;

  private JsonQuery(Conditions conditions) {
    this.conditions = conditions;
  }

  /**
   * Reads a query; an empty object means every execution.
   *
   * @param machineArn the ARN of a state machine of this name
   */
  public static Filter parse(JsonNode query, UnaryOperator<String> machineArn)
      throws IllegalQueryException {
    return new JsonQuery(new Conditions(machineArn)).filter(query, "filter", 0);
  }

  private Filter filter(JsonNode node, String at, int depth) throws IllegalQueryException {
    if (!node.isObject()) {
      throw wrong("an object", at, node);
    }
    if (depth > Conditions.DEPTH_MAX) {
      throw new IllegalQueryException(
          "Expected at most %d levels of and, or and not at %s, but found more."
              .formatted(Conditions.DEPTH_MAX, at));
    }
    var all = new ArrayList<Filter>();
    if (node.has(ATTRIBUTE)) {
      all.addAll(attribute(node, at));
    } else {
      for (var member : node.properties()) {
        all.addAll(member(member.getKey(), member.getValue(), at + "." + member.getKey(), depth));
      }
    }
    return all.size() == 1 ? all.getFirst() : new Filter.And(all);
  }

  private List<Filter> member(String name, JsonNode value, String at, int depth)
      throws IllegalQueryException {
    return switch (name) {
      case "and" -> List.of(new Filter.And(filters(value, at, depth)));
      case "or" -> List.of(new Filter.Or(filters(value, at, depth)));
      case "not" -> List.of(new Filter.Not(filter(value, at, depth + 1)));
      case Words.STATUS -> List.of(conditions.status(texts(value, at), "at " + at));
      case Words.NAME -> names(value, at);
      case Words.STATE_MACHINE, Words.VERSION, Words.ALIAS ->
          List.of(conditions.resource(name, text(value, at), "at " + at));
      case Words.START_DATE, Words.STOP_DATE -> dates(name, value, at);
      default ->
          throw new IllegalQueryException(
              "Expected and, or, not, status, name, stateMachine, version, alias, startDate, stopDate or attribute, but found '%s'."
                  .formatted(at));
    };
  }

  private List<Filter> filters(JsonNode value, String at, int depth) throws IllegalQueryException {
    if (!value.isArray() || value.isEmpty()) {
      throw wrong("a list of conditions", at, value);
    }
    var filters = new ArrayList<Filter>();
    for (int i = 0; i < value.size(); i++) {
      filters.add(filter(value.get(i), "%s[%d]".formatted(at, i), depth + 1));
    }
    return filters;
  }

  private List<Filter> names(JsonNode value, String at) throws IllegalQueryException {
    if (value.isTextual()) {
      return List.of(conditions.name(Operator.EQUALS, value.textValue(), "at " + at));
    }
    var names = new ArrayList<Filter>();
    for (var member : comparisons(value, at)) {
      var where = at + "." + member.getKey();
      names.add(
          conditions.name(
              operator(member.getKey(), where), text(member.getValue(), where), "at " + where));
    }
    return names;
  }

  private List<Filter> dates(String field, JsonNode value, String at) throws IllegalQueryException {
    var dates = new ArrayList<Filter>();
    for (var member : comparisons(value, at)) {
      var where = at + "." + member.getKey();
      dates.add(
          conditions.date(
              field,
              operator(member.getKey(), where),
              time(member.getValue(), where),
              "at " + where));
    }
    return dates;
  }

  private static Set<Map.Entry<String, JsonNode>> comparisons(JsonNode value, String at)
      throws IllegalQueryException {
    if (!value.isObject() || value.isEmpty()) {
      throw wrong("an object with comparisons such as {\"after\": …}", at, value);
    }
    return value.properties();
  }

  private List<Filter> attribute(JsonNode node, String at) throws IllegalQueryException {
    var name = text(node.get(ATTRIBUTE), at + "." + ATTRIBUTE);
    var type = node.has(TYPE) ? text(node.get(TYPE), at + "." + TYPE) : null;
    var all = new ArrayList<Filter>();
    for (var member : node.properties()) {
      var key = member.getKey();
      var where = at + "." + key;
      if (!key.equals(ATTRIBUTE) && !key.equals(TYPE)) {
        var isTime = OF_TIME.contains(key) || "TIME".equals(type);
        all.add(
            conditions.attribute(
                name,
                operator(key, where),
                value(member.getValue(), isTime, where),
                "at " + where));
      }
    }
    if (all.isEmpty()) {
      throw wrong("a comparison such as \"equals\"", at, node);
    }
    return all;
  }

  private static AttributeValue value(JsonNode value, boolean isTime, String at)
      throws IllegalQueryException {
    var read = isTime ? AttributeValue.time(time(value, at)).orElse(null) : plain(value);
    if (read == null) {
      throw wrong("a text, a number, true or false", at, value);
    }
    return read;
  }

  private static @Nullable AttributeValue plain(JsonNode value) {
    if (value.isTextual()) {
      return AttributeValue.text(value.textValue());
    }
    if (value.isBoolean()) {
      return AttributeValue.flag(value.booleanValue());
    }
    return value.isNumber() ? AttributeValue.number(value.doubleValue()).orElse(null) : null;
  }

  private static Operator operator(String name, String at) throws IllegalQueryException {
    var operator = OPERATORS.get(name);
    if (operator == null) {
      throw new IllegalQueryException(
          "Expected equals, notEquals, lessThan, lessThanOrEquals, greaterThan, greaterThanOrEquals, before, after or startsWith, but found '%s'."
              .formatted(at));
    }
    return operator;
  }

  private static List<String> texts(JsonNode value, String at) throws IllegalQueryException {
    if (!value.isArray() || value.isEmpty()) {
      return List.of(text(value, at));
    }
    var texts = new ArrayList<String>();
    for (var element : value) {
      texts.add(text(element, at));
    }
    return texts;
  }

  private static String text(JsonNode value, String at) throws IllegalQueryException {
    if (!value.isTextual()) {
      throw wrong("a text", at, value);
    }
    return value.textValue();
  }

  private static Instant time(JsonNode value, String at) throws IllegalQueryException {
    var time = AttributeValue.instant(value.isTextual() ? value.textValue() : "");
    if (time.isEmpty()) {
      throw wrong("a date such as 2026-11-30 or a time such as 2026-11-30T12:00:00Z", at, value);
    }
    return time.get();
  }

  private static IllegalQueryException wrong(String expected, String at, JsonNode found) {
    var text = found.toString();
    return new IllegalQueryException(
        "Expected %s at %s, but found %s."
            .formatted(expected, at, text.length() > 80 ? text.substring(0, 80) + "…" : text));
  }
}
