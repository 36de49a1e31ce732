package dev.pawl.persistence.index;

import dev.pawl.engine.search.AttributeValue;
import dev.pawl.engine.search.Filter;
import dev.pawl.engine.search.Filter.Operator;
import dev.pawl.persistence.jdbc.Jdbc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Filters as conditions on a row of {@code executions}. */
final class FilterSql {

  // A Map Run and its children have rows of their own; they are found by naming their machine.
  private static final Condition OF_MACHINES =
      Condition.of(
          "%1$s.state_machine_arn LIKE '%%:stateMachine:%%' AND %1$s.state_machine_arn NOT LIKE '%%:stateMachine:%%/%%'"
              .formatted(FilterSql.TABLE));

  /** What the row is called. */
  static final String TABLE = "e";

  private FilterSql() {}

  /** The whole filter; without one on the machine, of executions of state machines only. */
  static Condition whole(Filter filter) {
    var condition = condition(filter);
    var hasMachine = filter.conjuncts().stream().anyMatch(Filter.StateMachine.class::isInstance);
    return hasMachine ? condition : Condition.all(List.of(condition, OF_MACHINES));
  }

  static Condition condition(Filter filter) {
    return switch (filter) {
      case Filter.And and -> Condition.all(and.all().stream().map(FilterSql::condition).toList());
      case Filter.Or or -> Condition.any(or.any().stream().map(FilterSql::condition).toList());
      case Filter.Not not -> not(condition(not.not()));
      case Filter.Status status ->
          new Condition(
              "e.status IN (" + Jdbc.places(status.anyOf().size()) + ")",
              List.copyOf(status.anyOf()));
      case Filter.Name name -> text("e.name", name.operator(), name.name(), "");
      case Filter.StateMachine machine -> Condition.of("e.state_machine_arn = ?", machine.arn());
      case Filter.Version version -> present("e.state_machine_version_arn", version.arn());
      case Filter.Alias alias -> present("e.state_machine_alias_arn", alias.arn());
      case Filter.StartDate date -> time("e.start_date", date.operator(), date.time());
      case Filter.StopDate date -> stop(date);
      case Filter.Attribute attribute -> exists(attribute);
    };
  }

  // Every condition is true or false, never unknown, so that NOT means what it says.
  private static Condition not(Condition condition) {
    return new Condition("NOT " + condition.sql(), condition.parameters());
  }

  private static Condition present(String column, String value) {
    return Condition.of("(" + column + " IS NOT NULL AND " + column + " = ?)", value);
  }

  private static Condition stop(Filter.StopDate date) {
    var compared = time("e.stop_date", date.operator(), date.time());
    return new Condition(
        "(e.stop_date IS NOT NULL AND " + compared.sql() + ")", compared.parameters());
  }

  private static Condition time(String column, Operator operator, Instant time) {
    return Condition.of(column + " " + symbol(operator) + " ?", Jdbc.stored(time));
  }

  private static Condition exists(Filter.Attribute attribute) {
    var value = value("a", attribute);
    var parameters = new ArrayList<Object>(List.of(attribute.name()));
    parameters.addAll(value.parameters());
    return new Condition(
        "EXISTS (SELECT 1 FROM execution_attributes a WHERE a.execution_arn = e.execution_arn AND"
            + " a.attribute = ? AND "
            + value.sql()
            + ")",
        parameters);
  }

  /** The condition on the value in a row of {@code execution_attributes}. */
  static Condition value(String table, Filter.Attribute attribute) {
    var column = table + ".attribute_value";
    AttributeValue value = attribute.value();
    var encoded = value.encoded();
    return switch (attribute.operator()) {
      case EQUALS -> Condition.of(column + " = ?", encoded);
      case NOT_EQUALS -> Condition.of(column + " <> ?", encoded);
      case LESS_THAN, LESS_THAN_OR_EQUALS ->
          Condition.of(
              "(%1$s >= ? AND %1$s %2$s ?)".formatted(column, symbol(attribute.operator())),
              value.lowest(),
              encoded);
      case GREATER_THAN, GREATER_THAN_OR_EQUALS ->
          Condition.of(
              "(%1$s %2$s ? AND %1$s < ?)".formatted(column, symbol(attribute.operator())),
              encoded,
              value.beyond());
      case STARTS_WITH -> text(column, Operator.STARTS_WITH, encoded, value.beyond());
    };
  }

  /**
   * A text that is, or begins with, another one.
   *
   * @param beyond what is sorted behind everything that may be compared; empty = nothing
   */
  private static Condition text(String column, Operator operator, String text, String beyond) {
    if (operator == Operator.EQUALS) {
      return Condition.of(column + " = ?", text);
    }
    var parameters = new ArrayList<Object>(List.of(text));
    var sql = "(" + column + " >= ?";
    var end = end(text, beyond);
    if (!end.isEmpty()) {
      sql += " AND " + column + " < ?";
      parameters.add(end);
    }
    parameters.add(text.codePointCount(0, text.length()));
    parameters.add(text);
    return new Condition(sql + " AND LEFT(" + column + ", ?) = ?)", parameters);
  }

  /** What is sorted behind all texts that begin so, in the order of either database. */
  private static String end(String text, String beyond) {
    if (text.isEmpty()) {
      return beyond;
    }
    var last = text.charAt(text.length() - 1);
    var next = (char) (last + 1);
    return Character.isSurrogate(last) || Character.isSurrogate(next) || last == Character.MAX_VALUE
        ? beyond
        : text.substring(0, text.length() - 1) + next;
  }

  private static String symbol(Operator operator) {
    return switch (operator) {
      case NOT_EQUALS -> "<>";
      case STARTS_WITH -> throw new AssertionError("Expected an operator that compares.");
      default -> operator.symbol();
    };
  }
}
