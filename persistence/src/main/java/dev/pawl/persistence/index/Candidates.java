package dev.pawl.persistence.index;

import dev.pawl.engine.search.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a search looks: the rows of one index, in the order of their start, which hold every
 * execution that the query may find.
 *
 * <p>Limits are ours and stand in the text: a plan that PostgreSQL makes without knowing them reads
 * whole tables.
 */
sealed interface Candidates {

  /** Executions that started at the same time are in the order of their ARNs. */
  record From(Instant time, String executionArn) {}

  /** The next ones, as a table with the columns of {@code executions}. */
  Condition next(boolean newestFirst, @Nullable From after, int limit);

  /**
   * Executions of some statuses, of one machine or of all; each status has its part of an index.
   *
   * @param filter the conditions on the machine, its version, its alias and the start
   */
  record ByStatus(@Nullable String machine, List<String> statuses, Condition filter)
      implements Candidates {
    @Override
    public Condition next(boolean newestFirst, @Nullable From after, int limit) {
      var parts = new ArrayList<String>();
      var parameters = new ArrayList<Object>();
      for (var status : statuses) {
        var from = begin("e", newestFirst, after);
        parts.add(
            "(SELECT e.* FROM executions e WHERE %se.status = ? AND %s AND %s ORDER BY %se.status%s, %s LIMIT %d)"
                .formatted(
                    machine == null ? "" : "e.state_machine_arn = ? AND ",
                    filter.sql(),
                    from.sql(),
                    machine == null ? "" : "e.state_machine_arn" + back(newestFirst) + ", ",
                    back(newestFirst),
                    order("e", newestFirst),
                    limit));
        if (machine != null) {
          parameters.add(machine);
        }
        parameters.add(status);
        parameters.addAll(filter.parameters());
        parameters.addAll(from.parameters());
      }
      return new Condition(String.join(" UNION ALL ", parts), parameters);
    }

    // An index that is read backwards gives all of its columns backwards.
    private static String back(boolean newestFirst) {
      return newestFirst ? "" : " DESC";
    }
  }

  /** Executions with values of one attribute. */
  record ByAttribute(Filter.Attribute attribute) implements Candidates {
    @Override
    public Condition next(boolean newestFirst, @Nullable From after, int limit) {
      var value = FilterSql.value("k", attribute);
      var from = begin("k", newestFirst, after);
      var parameters = new ArrayList<Object>(List.of(attribute.name()));
      parameters.addAll(value.parameters());
      parameters.addAll(from.parameters());
      return new Condition(
          """
          SELECT e.* FROM (SELECT k.execution_arn FROM execution_attributes k
            WHERE k.attribute = ? AND %s AND %s ORDER BY %s LIMIT %d) n
          JOIN executions e ON e.execution_arn = n.execution_arn\
          """
              .formatted(value.sql(), from.sql(), order("k", newestFirst), limit),
          parameters);
    }
  }

  /** Executions that fulfil a condition for which there is an index in another order. */
  record ByCondition(Condition condition) implements Candidates {
    @Override
    public Condition next(boolean newestFirst, @Nullable From after, int limit) {
      var from = begin("e", newestFirst, after);
      var parameters = new ArrayList<Object>(condition.parameters());
      parameters.addAll(from.parameters());
      return new Condition(
          "SELECT e.* FROM executions e WHERE %s AND %s ORDER BY %s LIMIT %d"
              .formatted(condition.sql(), from.sql(), order("e", newestFirst), limit),
          parameters);
    }
  }

  private static Condition begin(String table, boolean newestFirst, @Nullable From after) {
    if (after == null) {
      return Condition.of("1 = 1");
    }
    var sign = newestFirst ? "<" : ">";
    return Condition.of(
        "(%1$s.start_date %2$s= ? AND (%1$s.start_date %2$s ? OR %1$s.execution_arn %2$s ?))"
            .formatted(table, sign),
        after.time(),
        after.time(),
        after.executionArn());
  }

  static String order(String table, boolean newestFirst) {
    return "%1$s.start_date%2$s, %1$s.execution_arn%2$s"
        .formatted(table, newestFirst ? " DESC" : "");
  }

  /** A question how many rows there are, up to this number. */
  default Optional<Condition> count(int max) {
    return switch (this) {
      case ByStatus ignored -> Optional.empty();
      case ByAttribute by -> {
        var value = FilterSql.value("k", by.attribute());
        var parameters = new ArrayList<Object>(List.of(by.attribute().name()));
        parameters.addAll(value.parameters());
        yield Optional.of(
            new Condition(
                "SELECT COUNT(*) FROM (SELECT 1 FROM execution_attributes k WHERE k.attribute = ? AND %s LIMIT %d) c"
                    .formatted(value.sql(), max),
                parameters));
      }
      case ByCondition by -> {
        var parameters = new ArrayList<Object>(by.condition().parameters());
        yield Optional.of(
            new Condition(
                "SELECT COUNT(*) FROM (SELECT 1 FROM executions e WHERE %s LIMIT %d) c"
                    .formatted(by.condition().sql(), max),
                parameters));
      }
    };
  }
}
