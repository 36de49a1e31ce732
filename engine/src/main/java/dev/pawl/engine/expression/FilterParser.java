package dev.pawl.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pawl.engine.expression.Filter.Operand;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the condition inside {@code [?(…)]}. */
final class FilterParser {
  private static final int DEPTH_MAX = 50;
  private static final List<String> SYMBOLS =
      List.of("===", "!==", "==", "!=", "=~", "<=", ">=", "<", ">");

  private final Cursor cursor;

  FilterParser(Cursor cursor) {
    this.cursor = cursor;
  }

  Filter filter() throws IllegalExpressionException {
    cursor.descend(DEPTH_MAX);
    var any = new ArrayList<Filter>();
    do {
      any.add(conjunction());
      cursor.skipSpace();
    } while (cursor.take("||"));
    cursor.ascend();
    return any.size() == 1 ? any.getFirst() : new Filter.Or(List.copyOf(any));
  }

  private Filter conjunction() throws IllegalExpressionException {
    var all = new ArrayList<Filter>();
    do {
      all.add(term());
      cursor.skipSpace();
    } while (cursor.take("&&"));
    return all.size() == 1 ? all.getFirst() : new Filter.And(List.copyOf(all));
  }

  private Filter term() throws IllegalExpressionException {
    cursor.skipSpace();
    boolean negated = false;
    while (cursor.take("!")) {
      negated = !negated;
      cursor.skipSpace();
    }
    var term = cursor.sees('(') ? grouped() : comparison();
    return negated ? new Filter.Not(term) : term;
  }

  private Filter grouped() throws IllegalExpressionException {
    cursor.expect('(');
    var filter = filter();
    cursor.skipSpace();
    cursor.expect(')');
    return filter;
  }

  private Filter comparison() throws IllegalExpressionException {
    var left = operand();
    cursor.skipSpace();
    if (cursor.sees(')') || cursor.sees('&') || cursor.sees('|')) {
      if (left instanceof Operand.Place place) {
        return new Filter.Exists(place);
      }
      throw cursor.malformed();
    }
    var operator = operator();
    cursor.skipSpace();
    return new Filter.Comparison(left, operator, operand());
  }

  private String operator() throws IllegalExpressionException {
    for (var symbol : SYMBOLS) {
      if (cursor.take(symbol)) {
        return symbol;
      }
    }
    var word = cursor.takeWhile(Character::isLetter).toLowerCase(Locale.ROOT);
    if (!Filter.Operators.isOperator(word)) {
      throw cursor.malformed();
    }
    return word;
  }

  private Operand operand() throws IllegalExpressionException {
    cursor.skipSpace();
    if (cursor.take("@")) {
      return new Operand.Place(false, new PathParser(cursor).segments());
    }
    if (cursor.take("$")) {
      return new Operand.Place(true, new PathParser(cursor).segments());
    }
    if (cursor.take("/")) {
      return regex();
    }
    return new Operand.Literal(literal());
  }

  private JsonNode literal() throws IllegalExpressionException {
    if (cursor.sees('\'') || cursor.sees('"')) {
      return TextNode.valueOf(cursor.quoted());
    }
    if (cursor.sees('[') || cursor.sees('{')) {
      return json(container());
    }
    if (cursor.seesDigit() || cursor.sees('-')) {
      return json(cursor.takeWhile(c -> "+-.eE0123456789".indexOf(c) >= 0));
    }
    return word(cursor.takeWhile(c -> Character.isLetterOrDigit(c) || c == '_'));
  }

  /** A word without quotes stands for itself, as in {@code [?(@.status==Failure)]}. */
  private JsonNode word(String word) throws IllegalExpressionException {
    return switch (word) {
      case "" -> throw cursor.malformed();
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      case "null" -> NullNode.getInstance();
      default -> TextNode.valueOf(word);
    };
  }

  /**
   * A JSON array or object, up to its closing bracket; Jayway lets its strings have single quotes.
   */
  private String container() throws IllegalExpressionException {
    var json = new StringBuilder();
    int open = 0;
    do {
      if (cursor.sees('\'') || cursor.sees('"')) {
        json.append(TextNode.valueOf(cursor.quoted()));
        continue;
      }
      char c = cursor.next();
      open += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      json.append(c);
    } while (open > 0);
    return json.toString();
  }

  private JsonNode json(String text) throws IllegalExpressionException {
    try {
      return Json.parse(text);
    } catch (JsonTextException e) {
      throw cursor.malformed();
    }
  }

  private Operand regex() throws IllegalExpressionException {
    var pattern = new StringBuilder();
    for (char c = cursor.next(); c != '/'; c = cursor.next()) {
      if (c == '\\' && cursor.sees('/')) {
        c = cursor.next();
      } else if (c == '\\') {
        pattern.append(c);
        c = cursor.next();
      }
      pattern.append(c);
    }
    int flags = 0;
    for (char flag : cursor.takeWhile(Character::isLetter).toCharArray()) {
      flags |= flag(flag);
    }
    try {
      var compiled = Pattern.compile(pattern.toString(), flags);
      var price = RegexCost.of(compiled).orElseThrow(cursor::malformed);
      return new Operand.Regex(compiled, price);
    } catch (PatternSyntaxException | StackOverflowError e) {
      throw cursor.malformed();
    }
  }

  private int flag(char flag) throws IllegalExpressionException {
    return switch (flag) {
      case 'd' -> Pattern.UNIX_LINES;
      case 'i' -> Pattern.CASE_INSENSITIVE;
      case 'x' -> Pattern.COMMENTS;
      case 'm' -> Pattern.MULTILINE;
      case 's' -> Pattern.DOTALL;
      case 'u' -> Pattern.UNICODE_CASE;
      case 'U' -> Pattern.UNICODE_CHARACTER_CLASS;
      default -> throw cursor.malformed();
    };
  }
}
