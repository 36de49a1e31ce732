package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A call of an intrinsic function, such as {@code States.Format('Hi, {}', $.name)}. Arguments are
 * paths, numbers, strings in single quotes, booleans, null and further calls, nested at most {@link
 * #DEPTH_MAX} deep. Spec, "Intrinsic Functions".
 */
public final class IntrinsicCall implements Lookup {
  static final int DEPTH_MAX = 10;
  private static final String COMPLAINT =
      "Value must be a valid JSONPath or a valid intrinsic function call";

  private final String text;
  private final IntrinsicFunction function;
  private final List<Argument> arguments;

  private IntrinsicCall(String text, IntrinsicFunction function, List<Argument> arguments) {
    this.text = text;
    this.function = function;
    this.arguments = List.copyOf(arguments);
  }

  sealed interface Argument {
    record Value(Lookup lookup) implements Argument {}

    /** A literal. A string keeps its escapes, which mean something to States.Format. */
    record Literal(JsonNode node, String template) implements Argument {}
  }

  public static IntrinsicCall parse(String text) throws IllegalExpressionException {
    var cursor = new Cursor(text, COMPLAINT);
    cursor.skipSpace();
    var call = call(cursor, 1);
    cursor.skipSpace();
    if (!cursor.atEnd()) {
      throw cursor.malformed();
    }
    return call;
  }

  private static IntrinsicCall call(Cursor cursor, int depth) throws IllegalExpressionException {
    int start = cursor.position();
    if (depth > DEPTH_MAX || !cursor.take("States.")) {
      throw cursor.malformed();
    }
    var name = cursor.takeWhile(Character::isLetterOrDigit);
    var function = IntrinsicFunction.named(name);
    cursor.skipSpace();
    cursor.expect('(');
    var arguments = arguments(cursor, depth);
    if (function.isEmpty() || !function.get().accepts(arguments.size())) {
      throw cursor.malformed();
    }
    for (var i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) instanceof Argument.Literal literal
          && !function.get().acceptsLiteral(i, literal.node())) {
        throw cursor.malformed();
      }
    }
    return new IntrinsicCall(cursor.since(start), function.get(), arguments);
  }

  private static List<Argument> arguments(Cursor cursor, int depth)
      throws IllegalExpressionException {
    var arguments = new ArrayList<Argument>();
    cursor.skipSpace();
    if (cursor.take(")")) {
      return arguments;
    }
    do {
      cursor.skipSpace();
      arguments.add(argument(cursor, depth));
      cursor.skipSpace();
    } while (cursor.take(","));
    cursor.expect(')');
    return arguments;
  }

  private static Argument argument(Cursor cursor, int depth) throws IllegalExpressionException {
    if (cursor.sees('$')) {
      return new Argument.Value(new ByPath(Path.read(cursor)));
    }
    if (cursor.sees('\'')) {
      return string(cursor);
    }
    if (cursor.sees('S')) {
      return new Argument.Value(call(cursor, depth + 1));
    }
    var word = cursor.takeWhile(c -> Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0);
    var node =
        switch (word) {
          case "true" -> BooleanNode.TRUE;
          case "false" -> BooleanNode.FALSE;
          case "null" -> NullNode.getInstance();
          default -> number(word, cursor);
        };
    return new Argument.Literal(node, word);
  }

  private static JsonNode number(String word, Cursor cursor) throws IllegalExpressionException {
    try {
      var node = Json.parse(word);
      if (node.isNumber()) {
        return node;
      }
    } catch (JsonTextException e) {
      throw cursor.malformed();
    }
    throw cursor.malformed();
  }

  private static Argument string(Cursor cursor) throws IllegalExpressionException {
    cursor.expect('\'');
    var value = new StringBuilder();
    var template = new StringBuilder();
    for (char c = cursor.next(); c != '\''; c = cursor.next()) {
      if (c == '\\') {
        c = escaped(cursor);
        template.append(c < ' ' ? "" : "\\");
      }
      value.append(c);
      template.append(c);
    }
    return new Argument.Literal(TextNode.valueOf(value.toString()), template.toString());
  }

  private static char escaped(Cursor cursor) throws IllegalExpressionException {
    var c = cursor.next();
    return switch (c) {
      case '\'', '{', '}', '\\' -> c;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw cursor.malformed();
    };
  }

  /** As {@link #evaluate(JsonNode, Environment, String)}, for a call that stands for itself. */
  public JsonNode evaluate(JsonNode input, Environment env) {
    return evaluate(input, env, text);
  }

  @Override
  public JsonNode evaluate(JsonNode input, Environment env, String field) {
    var values = new ArrayList<JsonNode>(arguments.size());
    for (var argument : arguments) {
      values.add(
          switch (argument) {
            case Argument.Literal literal -> literal.node();
            case Argument.Value value -> value.lookup().evaluate(input, env, field);
          });
    }
    return function.apply(new IntrinsicFunction.Invocation(text, values, template(values), env));
  }

  /** The first argument with the escapes it was written with: what States.Format fills in. */
  private String template(List<JsonNode> values) {
    if (values.isEmpty()) {
      return "";
    }
    return arguments.getFirst() instanceof Argument.Literal literal
        ? literal.template()
        : values.getFirst().asText();
  }

  /** Whether the call gives a string, as Fail's ErrorPath and CausePath need it. */
  public boolean givesString() {
    return function.givesString();
  }

  @Override
  public Set<String> variableReferences() {
    var names = new TreeSet<String>();
    for (var argument : arguments) {
      if (argument instanceof Argument.Value value) {
        names.addAll(value.lookup().variableReferences());
      }
    }
    return names;
  }

  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
