package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The condition of a {@code [?(…)]} step, with the operators of Jayway's JsonPath. */
sealed interface Filter {
  boolean accepts(JsonNode candidate, JsonNode root, Budget budget);

  record Or(List<Filter> any) implements Filter {
    @Override
    public boolean accepts(JsonNode candidate, JsonNode root, Budget budget) {
      return any.stream().anyMatch(filter -> filter.accepts(candidate, root, budget));
    }
  }

  record And(List<Filter> all) implements Filter {
    @Override
    public boolean accepts(JsonNode candidate, JsonNode root, Budget budget) {
      return all.stream().allMatch(filter -> filter.accepts(candidate, root, budget));
    }
  }

  record Not(Filter filter) implements Filter {
    @Override
    public boolean accepts(JsonNode candidate, JsonNode root, Budget budget) {
      return !filter.accepts(candidate, root, budget);
    }
  }

  /** {@code @.name} alone: whether there is such a place. */
  record Exists(Operand.Place place) implements Filter {
    @Override
    public boolean accepts(JsonNode candidate, JsonNode root, Budget budget) {
      return !place.value(candidate, root, budget).isMissingNode();
    }
  }

  record Comparison(Operand left, String operator, Operand right) implements Filter {
    @Override
    public boolean accepts(JsonNode candidate, JsonNode root, Budget budget) {
      budget.spend(1);
      return left instanceof Operand.Regex || right instanceof Operand.Regex
          ? matches(candidate, root, budget)
          : Operators.test(
              operator,
              left.value(candidate, root, budget),
              right.value(candidate, root, budget),
              budget);
    }

    private boolean matches(JsonNode candidate, JsonNode root, Budget budget) {
      var regex = left instanceof Operand.Regex l ? l : right instanceof Operand.Regex r ? r : null;
      var other = left instanceof Operand.Regex ? right : left;
      if (regex == null || other instanceof Operand.Regex || !operator.equals("=~")) {
        return false;
      }
      var value = other.value(candidate, root, budget);
      if (value.isArray()) {
        for (var element : value) {
          if (element.isTextual() && regex.matches(element.textValue(), budget)) {
            return true;
          }
        }
        return false;
      }
      return value.isValueNode() && !value.isNull() && regex.matches(value.asText(), budget);
    }
  }

  /** What stands on a side of an operator. */
  sealed interface Operand {
    /** The value, or a {@link MissingNode} when there is none. */
    JsonNode value(JsonNode candidate, JsonNode root, Budget budget);

    record Literal(JsonNode node) implements Operand {
      @Override
      public JsonNode value(JsonNode candidate, JsonNode root, Budget budget) {
        return node;
      }
    }

    record Place(boolean fromRoot, List<Segment> segments) implements Operand {
      @Override
      public JsonNode value(JsonNode candidate, JsonNode root, Budget budget) {
        try {
          var start = fromRoot ? root : candidate;
          var reached = PathWalk.along(segments, start, root, budget);
          if (PathWalk.definiteUntil(segments) < segments.size()) {
            return Path.array(reached);
          }
          return reached.isEmpty() ? MissingNode.getInstance() : reached.getFirst();
        } catch (PathNotFoundError e) {
          return MissingNode.getInstance();
        }
      }
    }

    /** A pattern, with the price of each look at a text. */
    record Regex(Pattern pattern, long price) implements Operand {
      boolean matches(String text, Budget budget) {
        try {
          return pattern.matcher(budget.metered(text, price)).matches();
        } catch (StackOverflowError e) {
          throw StatesError.runtime("The regular expression '" + pattern + "' is too complex.");
        }
      }

      @Override
      public JsonNode value(JsonNode candidate, JsonNode root, Budget budget) {
        return MissingNode.getInstance();
      }
    }
  }

  /** The operators, which never fail: values that do not go together make them false. */
  final class Operators {
    private Operators() {}

    static boolean test(String operator, JsonNode left, JsonNode right, Budget budget) {
      return switch (operator) {
        case "==" -> equal(left, right, budget);
        case "!=" -> !equal(left, right, budget);
        case "===" -> sameType(left, right) && equal(left, right, budget);
        case "!==" -> !(sameType(left, right) && equal(left, right, budget));
        case "<" -> comparable(left, right) && compare(left, right) < 0;
        case "<=" -> comparable(left, right) && compare(left, right) <= 0;
        case ">" -> comparable(left, right) && compare(left, right) > 0;
        case ">=" -> comparable(left, right) && compare(left, right) >= 0;
        case "in" -> right.isArray() && contains(right, left, budget);
        case "nin" -> right.isArray() && !contains(right, left, budget);
        case "contains" -> holds(left, right, budget);
        case "subsetof" -> bothArrays(left, right) && subset(left, right, budget);
        case "all" -> bothArrays(left, right) && subset(right, left, budget);
        case "anyof" -> bothArrays(left, right) && shared(left, right, budget);
        case "noneof" -> bothArrays(left, right) && !shared(left, right, budget);
        case "size" -> right.isNumber() && size(left) == right.intValue();
        case "empty" -> right.isBoolean() && isEmpty(left, right.booleanValue());
        default -> false;
      };
    }

    static boolean isOperator(String word) {
      return List.of("in", "nin", "contains", "subsetof", "all", "anyof", "noneof", "size", "empty")
          .contains(word);
    }

    private static boolean equal(JsonNode left, JsonNode right, Budget budget) {
      if (left.isMissingNode() || right.isMissingNode()) {
        return false;
      }
      if (left.isNumber() && right.isNumber()) {
        return decimal(left).compareTo(decimal(right)) == 0;
      }
      // Jayway: a number and a string are equal when they read the same.
      if (left.isNumber() && right.isTextual()) {
        return numeric(right) instanceof BigDecimal r && decimal(left).compareTo(r) == 0;
      }
      if (left.isTextual() && right.isNumber()) {
        return left.textValue().equals(right.asText());
      }
      return same(left, right, budget);
    }

    private static boolean same(JsonNode left, JsonNode right, Budget budget) {
      budget.spend(1);
      if (!left.isContainerNode()) {
        return left.equals(right);
      }
      if (!sameType(left, right) || left.size() != right.size()) {
        return false;
      }
      for (int i = 0; left.isArray() && i < left.size(); i++) {
        if (!same(left.get(i), right.get(i), budget)) {
          return false;
        }
      }
      for (var member : left.properties()) {
        var other = right.get(member.getKey());
        if (other == null || !same(member.getValue(), other, budget)) {
          return false;
        }
      }
      return true;
    }

    private static boolean sameType(JsonNode left, JsonNode right) {
      return left.getNodeType() == right.getNodeType();
    }

    private static boolean comparable(JsonNode left, JsonNode right) {
      return left.isNumber() && right.isNumber() || left.isTextual() && right.isTextual();
    }

    private static int compare(JsonNode left, JsonNode right) {
      return left.isNumber()
          ? decimal(left).compareTo(decimal(right))
          : left.textValue().compareTo(right.textValue());
    }

    private static BigDecimal decimal(JsonNode number) {
      return number.decimalValue();
    }

    private static @Nullable BigDecimal numeric(JsonNode text) {
      try {
        return text.textValue().length() > 100 ? null : new BigDecimal(text.textValue());
      } catch (NumberFormatException e) {
        return null;
      }
    }

    private static boolean bothArrays(JsonNode left, JsonNode right) {
      return left.isArray() && right.isArray();
    }

    private static boolean contains(JsonNode array, JsonNode value, Budget budget) {
      budget.spend(array.size());
      for (var element : array) {
        if (equal(value, element, budget)) {
          return true;
        }
      }
      return false;
    }

    private static boolean holds(JsonNode left, JsonNode right, Budget budget) {
      if (left.isTextual() && right.isTextual()) {
        budget.spend((left.textValue().length() + right.textValue().length()) >> 4);
        return Texts.indexOf(left.textValue(), right.textValue(), 0) >= 0;
      }
      return left.isArray() && contains(left, right, budget);
    }

    private static boolean subset(JsonNode small, JsonNode large, Budget budget) {
      for (var element : small) {
        if (!contains(large, element, budget)) {
          return false;
        }
      }
      return true;
    }

    private static boolean shared(JsonNode left, JsonNode right, Budget budget) {
      for (var element : left) {
        if (contains(right, element, budget)) {
          return true;
        }
      }
      return false;
    }

    private static int size(JsonNode node) {
      return node.isTextual() ? node.textValue().length() : node.isArray() ? node.size() : -1;
    }

    private static boolean isEmpty(JsonNode node, boolean expected) {
      if (node.isTextual()) {
        return node.textValue().isEmpty() == expected;
      }
      return node.isContainerNode() && node.isEmpty() == expected;
    }
  }
}
