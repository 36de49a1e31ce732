package dev.pawl.persistence.index;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of SQL and the values of its places, in their order. Values are never part of the text.
 */
record Condition(String sql, List<Object> parameters) {

  Condition {
    parameters = List.copyOf(parameters);
  }

  static Condition of(String sql, Object... parameters) {
    return new Condition(sql, List.of(parameters));
  }

  /** All of them; true if there are none. */
  static Condition all(List<Condition> conditions) {
    return joined(conditions, " AND ", "1 = 1");
  }

  /** At least one of them; false if there are none. */
  static Condition any(List<Condition> conditions) {
    return joined(conditions, " OR ", "1 = 0");
  }

  private static Condition joined(List<Condition> conditions, String word, String none) {
    if (conditions.isEmpty()) {
      return of(none);
    }
    var parameters = new ArrayList<Object>();
    conditions.forEach(condition -> parameters.addAll(condition.parameters));
    var sql = String.join(word, conditions.stream().map(Condition::sql).toList());
    return new Condition("(" + sql + ")", parameters);
  }
}
