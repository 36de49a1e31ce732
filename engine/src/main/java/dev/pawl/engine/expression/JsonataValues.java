package dev.pawl.engine.expression;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as the JSONata library sees them, and back. Objects and arrays are views, converted
 * where an expression looks; one that comes out untouched is the very node that went in.
 */
final class JsonataValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEPTH_MAX = 1_000;

  private JsonataValues() {}

  /** What JSON cannot hold: a function, or something nested too deep. */
  static final class NoJsonValue extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoJsonValue() {
      super(null, null, false, false);
    }
  }

  static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> new ObjectView(node);
      case ARRAY -> new ArrayView(node);
      case STRING -> node.textValue();
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      default -> Jsonata.NULL_VALUE;
    };
  }

  /** Whether the value is an object or array as it came in. */
  static boolean isView(@Nullable Object value) {
    return value instanceof ObjectView || value instanceof ArrayView;
  }

  /** The node of a value that is not undefined. */
  static JsonNode node(Object value, Budget budget) {
    return node(value, budget, 0);
  }

  private static JsonNode node(Object value, Budget budget, int depth) {
    budget.spend(1);
    if (depth > DEPTH_MAX) {
      throw new NoJsonValue();
    }
    return switch (value) {
      case ObjectView view -> view.node;
      case ArrayView view -> view.node;
      case String string -> TextNode.valueOf(string);
      case Boolean bool -> BooleanNode.valueOf(bool);
      case Number number -> number(number);
      case Map<?, ?> map -> object(map, budget, depth);
      case List<?> list -> array(list, budget, depth);
      default -> other(value);
    };
  }

  private static JsonNode other(Object value) {
    if (value == Jsonata.NULL_VALUE) {
      return NullNode.getInstance();
    }
    throw new NoJsonValue();
  }

  private static JsonNode object(Map<?, ?> map, Budget budget, int depth) {
    var object = NODES.objectNode();
    // The library leaves out what is undefined; a Java null is one that it parsed.
    map.forEach((name, value) -> object.set((String) name, element(value, budget, depth)));
    return object;
  }

  private static JsonNode element(@Nullable Object value, Budget budget, int depth) {
    return value == null ? NullNode.getInstance() : node(value, budget, depth + 1);
  }

  private static JsonNode array(List<?> list, Budget budget, int depth) {
    var array = NODES.arrayNode();
    list.forEach(value -> array.add(element(value, budget, depth)));
    return array;
  }

  // JSONata knows one kind of number: 2.0 is 2.
  private static JsonNode number(Number number) {
    return switch (number) {
      case Integer i -> NODES.numberNode(i);
      case Long l -> l == l.intValue() ? NODES.numberNode(l.intValue()) : NODES.numberNode(l);
      case BigInteger i -> NODES.numberNode(i);
      case BigDecimal d -> number(d.doubleValue());
      default -> number(number.doubleValue());
    };
  }

  private static JsonNode number(double value) {
    if (!Double.isFinite(value)) {
      throw new NoJsonValue();
    }
    return value == Math.rint(value) && Math.abs(value) < 0x1p63
        ? number(Long.valueOf((long) value))
        : NODES.numberNode(value);
  }

  private static final class ArrayView extends AbstractList<Object> implements RandomAccess {
    private final JsonNode node;

    ArrayView(JsonNode node) {
      this.node = node;
    }

    @Override
    public Object get(int index) {
      JsonataEvaluation.look();
      var element = node.get(index);
      if (element == null) {
        throw new IndexOutOfBoundsException(index);
      }
      return of(element);
    }

    @Override
    public int size() {
      return node.size();
    }
  }

  private static final class ObjectView extends AbstractMap<String, Object> {
    private final JsonNode node;

    ObjectView(JsonNode node) {
      this.node = node;
    }

    @Override
    public @Nullable Object get(Object name) {
      JsonataEvaluation.look();
      var value = name instanceof String string ? node.get(string) : null;
      return value == null ? null : of(value);
    }

    @Override
    public boolean containsKey(Object name) {
      return name instanceof String string && node.has(string);
    }

    @Override
    public int size() {
      return node.size();
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
          return members();
        }

        @Override
        public int size() {
          return node.size();
        }
      };
    }

    private Iterator<Map.Entry<String, Object>> members() {
      var members = node.properties().iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return members.hasNext();
        }

        @Override
        public Map.Entry<String, Object> next() {
          JsonataEvaluation.look();
          var member = members.next();
          return Map.entry(member.getKey(), of(member.getValue()));
        }
      };
    }
  }
}
