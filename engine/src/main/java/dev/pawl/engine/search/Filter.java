package dev.pawl.engine.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which executions are wanted. An execution without an attribute fulfils no condition on it; one
 * that has not ended fulfils none on its stop date.
 */
public sealed interface Filter {

  /** Every one. */
  Filter ALL = new And(List.of());

  /** How a value is compared. */
  enum Operator {
    EQUALS("="),
    NOT_EQUALS("!="),
    LESS_THAN("<"),
    LESS_THAN_OR_EQUALS("<="),
    GREATER_THAN(">"),
    GREATER_THAN_OR_EQUALS(">="),
    STARTS_WITH("startsWith");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** As text queries write it. */
    public String symbol() {
      return symbol;
    }
  }

  /** All of them; every execution if there are none. */
  record And(List<Filter> all) implements Filter {
    public And {
      all = List.copyOf(all);
    }
  }

  /** At least one of them. */
  record Or(List<Filter> any) implements Filter {
    public Or {
      any = List.copyOf(any);
    }
  }

  record Not(Filter not) implements Filter {}

  /** One of these statuses. */
  record Status(List<String> anyOf) implements Filter {
    public Status {
      anyOf = List.copyOf(anyOf);
    }
  }

  /**
   * The name of the execution.
   *
   * @param operator EQUALS or STARTS_WITH
   */
  record Name(Operator operator, String name) implements Filter {}

  record StateMachine(String arn) implements Filter {}

  /** The version it was started by, itself or by an alias. */
  record Version(String arn) implements Filter {}

  record Alias(String arn) implements Filter {}

  /** Not by STARTS_WITH. */
  record StartDate(Operator operator, Instant time) implements Filter {}

  /** Not by STARTS_WITH. */
  record StopDate(Operator operator, Instant time) implements Filter {}

  /** STARTS_WITH is of texts only. */
  record Attribute(String name, Operator operator, AttributeValue value) implements Filter {}

  /** Both of them. */
  default Filter and(Filter other) {
    return equals(ALL) ? other : new And(List.of(this, other));
  }

  /** The conditions that all must be fulfilled. */
  default List<Filter> conjuncts() {
    return this instanceof And and
        ? and.all().stream().flatMap(filter -> filter.conjuncts().stream()).toList()
        : List.of(this);
  }

  /** As a text query that means the same; empty for every execution. */
  default String text() {
    return switch (this) {
      case And and -> joined(and.all(), " and ");
      case Or or -> joined(or.any(), " or ");
      case Not not -> "not " + inParentheses(not.not());
      case Status status ->
          status.anyOf().size() == 1
              ? Words.STATUS + " = " + status.anyOf().getFirst()
              : Words.STATUS + " in (" + String.join(", ", status.anyOf()) + ")";
      case Name name -> condition(Words.NAME, name.operator(), quoted(name.name()));
      case StateMachine machine ->
          condition(Words.STATE_MACHINE, Operator.EQUALS, quoted(machine.arn()));
      case Version version -> condition(Words.VERSION, Operator.EQUALS, quoted(version.arn()));
      case Alias alias -> condition(Words.ALIAS, Operator.EQUALS, quoted(alias.arn()));
      case StartDate date -> condition(Words.START_DATE, date.operator(), date.time().toString());
      case StopDate date -> condition(Words.STOP_DATE, date.operator(), date.time().toString());
      case Attribute a -> condition(a.name(), a.operator(), a.value().literal());
    };
  }

  private static String joined(List<Filter> filters, String word) {
    return filters.stream().map(Filter::inParentheses).collect(Collectors.joining(word));
  }

  private static String inParentheses(Filter filter) {
    return filter instanceof And || filter instanceof Or
        ? "(" + filter.text() + ")"
        : filter.text();
  }

  private static String condition(String field, Operator operator, String value) {
    return field + " " + operator.symbol() + " " + value;
  }

  private static String quoted(String text) {
    return Json.write(JsonNodeFactory.instance.textNode(text));
  }
}
