package dev.pawl.engine.expression;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A node of the library's syntax tree, which it keeps to itself. We look into it because AWS
 * refuses some expressions that JSONata allows, and because its regular expressions need a bound.
 */
final class JsonataTree {
  private static final Map<String, Field> FIELDS = new ConcurrentHashMap<>();
  private static final Field ROOT = field(Jsonata.class, "ast");
  private static final Field ENVIRONMENT = field(Jsonata.class, "environment");

  private final Object symbol;

  private JsonataTree(Object symbol) {
    this.symbol = symbol;
  }

  static JsonataTree of(Jsonata expression) {
    return new JsonataTree(get(ROOT, expression));
  }

  /** Gives an expression the functions of another, which it only reads: they are many. */
  static void share(Jsonata from, Jsonata to) {
    set(ENVIRONMENT, to, get(ENVIRONMENT, from));
  }

  String type() {
    return value("type") instanceof String type ? type : "";
  }

  @Nullable Object value() {
    return value("value");
  }

  void replaceValue(Object value) {
    set(symbolField("value"), symbol, value);
  }

  /** The node itself, as the library hands it to those who watch an evaluation. */
  Object symbol() {
    return symbol;
  }

  @Nullable Object value(String name) {
    return get(symbolField(name), symbol);
  }

  @Nullable JsonataTree child(String name) {
    return value(name) instanceof Parser.Symbol child ? new JsonataTree(child) : null;
  }

  /** The nodes in a list, or in a list of pairs one after the other. */
  List<JsonataTree> children(String name) {
    var children = new ArrayList<JsonataTree>();
    if (value(name) instanceof Collection<?> list) {
      for (var element : list) {
        var items = element instanceof Object[] pair ? Arrays.asList(pair) : List.of(element);
        items.forEach(item -> children.add(new JsonataTree(item)));
      }
    }
    return children;
  }

  private static Field symbolField(String name) {
    return FIELDS.computeIfAbsent(name, n -> field(Parser.Symbol.class, n));
  }

  private static Field field(Class<?> type, String name) {
    try {
      var field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new AssertionError("Expected the JSONata library to have " + type + "." + name, e);
    }
  }

  private static void set(Field field, Object object, Object value) {
    try {
      field.set(object, value);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
