package dev.pawl.engine.search;

import dev.pawl.engine.search.Filter.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads queries as people write them: {@code status in (FAILED, TIMED_OUT) and customerId = "A" and
 * not (startDate < 2026-11-01)}. {@code and} binds more tightly than {@code or}; words of the
 * language are the same in any case.
 *
 * <pre>
 * query     := [ or ]
 * or        := and { "or" and }
 * and       := unary { "and" unary }
 * unary     := "not" unary | "(" or ")" | condition
 * condition := field operator value | field "in" "(" value { "," value } ")"
 * operator  := "=" | "!=" | "<" | "<=" | ">" | ">=" | "startsWith"
 * value     := text in quotation marks | number | true | false | date | time | word
 * </pre>
 */
public final class TextQuery {

  /** Characters of a query. */
  public static final int QUERY_CHARS_MAX = 4_096;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private final List<Token> tokens;
  private final Conditions conditions;
  private int at;
  private int depth;

  private TextQuery(List<Token> tokens, Conditions conditions) {
    this.tokens = tokens;
    this.conditions = conditions;
  }

  /**
   * Reads a query; a blank one means every execution.
   *
   * @param machineArn the ARN of a state machine of this name
   */
  public static Filter parse(String query, UnaryOperator<String> machineArn)
      throws IllegalQueryException {
    if (query.length() > QUERY_CHARS_MAX) {
      throw new IllegalQueryException(
          "Expected a query of at most %d characters, but found %d."
              .formatted(QUERY_CHARS_MAX, query.length()));
    }
    var reader = new TextQuery(Tokens.of(query), new Conditions(machineArn));
    return reader.peek().kind() == Token.Kind.END ? Filter.ALL : reader.whole();
  }

  private Filter whole() throws IllegalQueryException {
    var filter = or();
    if (peek().kind() != Token.Kind.END) {
      throw wrong("'and', 'or' or its end");
    }
    return filter;
  }

  private Filter or() throws IllegalQueryException {
    var any = new ArrayList<>(List.of(and()));
    while (taken("or")) {
      any.add(and());
    }
    return any.size() == 1 ? any.getFirst() : new Filter.Or(any);
  }

  private Filter and() throws IllegalQueryException {
    var all = new ArrayList<>(List.of(unary()));
    while (taken("and")) {
      all.add(unary());
    }
    return all.size() == 1 ? all.getFirst() : new Filter.And(all);
  }

  private Filter unary() throws IllegalQueryException {
    depth++;
    if (depth > Conditions.DEPTH_MAX) {
      throw wrong("at most %d levels of 'not' and parentheses".formatted(Conditions.DEPTH_MAX));
    }
    var filter = nested();
    depth--;
    return filter;
  }

  private Filter nested() throws IllegalQueryException {
    if (taken("not")) {
      return new Filter.Not(unary());
    }
    if (!peek().is("(")) {
      return condition();
    }
    at++;
    var filter = or();
    expect(")");
    return filter;
  }

  private Filter condition() throws IllegalQueryException {
    if (peek().kind() != Token.Kind.WORD || !FIELD.matcher(peek().text()).matches()) {
      throw wrong("the name of a field or attribute");
    }
    var field = field(next().text());
    if (taken("in")) {
      return anyOf(field);
    }
    return condition(field, operator());
  }

  /** Fields of our own are the same in any case; attributes are not. */
  private static String field(String word) {
    return List.of(
            Words.STATUS,
            Words.NAME,
            Words.STATE_MACHINE,
            Words.VERSION,
            Words.ALIAS,
            Words.START_DATE,
            Words.STOP_DATE)
        .stream()
        .filter(word::equalsIgnoreCase)
        .findFirst()
        .orElse(word);
  }

  private Filter anyOf(String field) throws IllegalQueryException {
    expect("(");
    var statuses = new ArrayList<String>();
    var any = new ArrayList<Filter>();
    var where = where(peek());
    do {
      if (field.equals(Words.STATUS)) {
        statuses.add(word());
      } else {
        any.add(condition(field, Operator.EQUALS));
      }
    } while (takenSign(","));
    expect(")");
    return statuses.isEmpty() ? new Filter.Or(any) : conditions.status(statuses, where);
  }

  private Operator operator() throws IllegalQueryException {
    for (var operator : Operator.values()) {
      if (taken(operator.symbol()) || takenSign(operator.symbol())) {
        return operator;
      }
    }
    throw wrong("an operator (=, !=, <, <=, >, >=, startsWith, in)");
  }

  private Filter condition(String field, Operator operator) throws IllegalQueryException {
    var value = peek();
    var where = where(value);
    return switch (field) {
      case Words.STATUS -> negated(operator, conditions.status(List.of(word()), where));
      case Words.NAME ->
          operator == Operator.NOT_EQUALS
              ? new Filter.Not(conditions.name(Operator.EQUALS, word(), where))
              : conditions.name(operator, word(), where);
      case Words.STATE_MACHINE, Words.VERSION, Words.ALIAS ->
          negated(operator, conditions.resource(field, word(), where));
      case Words.START_DATE, Words.STOP_DATE ->
          conditions.date(field, operator, time(next()), where);
      default -> attribute(field, operator, next(), where);
    };
  }

  private Filter negated(Operator operator, Filter equal) throws IllegalQueryException {
    return switch (operator) {
      case EQUALS -> equal;
      case NOT_EQUALS -> new Filter.Not(equal);
      default -> {
        at -= 2;
        throw wrong("= or != with this field");
      }
    };
  }

  private Filter attribute(String name, Operator operator, Token value, String where)
      throws IllegalQueryException {
    if (Words.isReserved(name)) {
      throw new IllegalQueryException(
          "Expected the name of a field or attribute before the value %s, but found '%s'."
              .formatted(where, name));
    }
    return conditions.attribute(name, operator, value(value), where);
  }

  private AttributeValue value(Token token) throws IllegalQueryException {
    if (token.kind() == Token.Kind.TEXT) {
      return AttributeValue.text(token.text());
    }
    var typed = token.kind() == Token.Kind.WORD ? typed(token.text()) : null;
    if (typed == null) {
      throw IllegalQueryException.at(
          token.position(),
          "a text in quotation marks, a number, true, false, or a time such as"
              + " 2026-11-30T12:00:00Z",
          token.shown());
    }
    return typed;
  }

  private static @Nullable AttributeValue typed(String word) {
    if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
      return AttributeValue.flag(word.equalsIgnoreCase("true"));
    }
    if (NUMBER.matcher(word).matches()) {
      return AttributeValue.number(Double.parseDouble(word)).orElse(null);
    }
    return TIME.matcher(word).matches() ? AttributeValue.time(word).orElse(null) : null;
  }

  private static Instant time(Token token) throws IllegalQueryException {
    return AttributeValue.instant(token.text())
        .orElseThrow(() ->
            IllegalQueryException.at(
                token.position(),
                "a date such as 2026-11-30 or a time such as 2026-11-30T12:00:00Z",
                token.shown()));
  }

  // ---- tokens

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() throws IllegalQueryException {
    if (peek().kind() == Token.Kind.END) {
      throw wrong("a value");
    }
    return tokens.get(at++);
  }

  /** A value with or without quotation marks. */
  private String word() throws IllegalQueryException {
    if (peek().kind() != Token.Kind.WORD && peek().kind() != Token.Kind.TEXT) {
      throw wrong("a value");
    }
    return next().text();
  }

  private boolean taken(String word) {
    return skipIf(peek().isWord(word));
  }

  private boolean takenSign(String sign) {
    return skipIf(peek().is(sign));
  }

  private boolean skipIf(boolean fits) {
    at += fits ? 1 : 0;
    return fits;
  }

  private void expect(String sign) throws IllegalQueryException {
    if (!takenSign(sign)) {
      throw wrong("'" + sign + "'");
    }
  }

  private IllegalQueryException wrong(String expected) {
    return IllegalQueryException.at(peek().position(), expected, peek().shown());
  }

  private static String where(Token token) {
    return "at position " + token.position() + " of the query";
  }
}
