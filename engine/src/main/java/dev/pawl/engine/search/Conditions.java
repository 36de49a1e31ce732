package dev.pawl.engine.search;

import dev.pawl.engine.search.Filter.Operator;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Makes conditions of fields and values, and refuses those that mean nothing. */
final class Conditions {

  /** Conditions in one query. */
  static final int CONDITIONS_MAX = 32;

  /** How deep and, or and not may be nested. */
  static final int DEPTH_MAX = 16;

  private static final Set<String> STATUSES =
      Set.of("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE");
  private static final String ARN = "arn:";

  private final UnaryOperator<String> machineArn;
  private int count;

  /**
   * @param machineArn the ARN of a state machine of this name
   */
  Conditions(UnaryOperator<String> machineArn) {
    this.machineArn = machineArn;
  }

  /** One more condition. */
  Filter counted(Filter condition) throws IllegalQueryException {
    count++;
    if (count > CONDITIONS_MAX) {
      throw new IllegalQueryException(
          "Expected at most %d conditions in a query, but found more.".formatted(CONDITIONS_MAX));
    }
    return condition;
  }

  Filter status(List<String> statuses, String where) throws IllegalQueryException {
    for (var status : statuses) {
      if (!STATUSES.contains(status)) {
        throw new IllegalQueryException(
            "Expected a status, which is one of %s, %s, but found '%s'."
                .formatted(String.join(", ", STATUSES.stream().sorted().toList()), where, status));
      }
    }
    return counted(new Filter.Status(statuses.stream().distinct().toList()));
  }

  Filter name(Operator operator, String text, String where) throws IllegalQueryException {
    var name = new Filter.Name(expectEither(operator, where), AttributeValue.storable(text));
    return counted(name);
  }

  /** A field whose value is an ARN. */
  Filter resource(String field, String text, String where) throws IllegalQueryException {
    var value = AttributeValue.storable(text);
    return switch (field) {
      case Words.STATE_MACHINE ->
          counted(new Filter.StateMachine(value.startsWith(ARN) ? value : machineArn.apply(value)));
      case Words.VERSION -> counted(new Filter.Version(expectArn(value, where)));
      case Words.ALIAS -> counted(new Filter.Alias(expectArn(value, where)));
      default -> throw new AssertionError("Expected a field that holds an ARN: " + field);
    };
  }

  private static String expectArn(String value, String where) throws IllegalQueryException {
    if (!value.startsWith(ARN)) {
      throw new IllegalQueryException(
          "Expected the ARN of a version or alias %s, but found '%s'.".formatted(where, value));
    }
    return value;
  }

  Filter date(String field, Operator operator, Instant time, String where)
      throws IllegalQueryException {
    if (operator == Operator.STARTS_WITH) {
      throw new IllegalQueryException(
          "Expected =, !=, <, <=, > or >= with %s %s, but found startsWith."
              .formatted(field, where));
    }
    if (AttributeValue.time(time).isEmpty()) {
      throw new IllegalQueryException(
          "Expected a time in the years 0 to 9999 %s, but found %s.".formatted(where, time));
    }
    return counted(
        field.equals(Words.START_DATE)
            ? new Filter.StartDate(operator, time)
            : new Filter.StopDate(operator, time));
  }

  Filter attribute(String name, Operator operator, AttributeValue value, String where)
      throws IllegalQueryException {
    if (operator == Operator.STARTS_WITH && !value.isText()) {
      throw new IllegalQueryException(
          "Expected text after startsWith %s, but found %s.".formatted(where, value.literal()));
    }
    return counted(new Filter.Attribute(name, operator, value));
  }

  private static Operator expectEither(Operator operator, String where)
      throws IllegalQueryException {
    if (operator != Operator.EQUALS && operator != Operator.STARTS_WITH) {
      throw new IllegalQueryException(
          "Expected = or startsWith with name %s, but found %s."
              .formatted(where, operator.symbol()));
    }
    return operator;
  }
}
