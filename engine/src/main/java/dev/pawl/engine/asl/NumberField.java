package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.Path;
import dev.pawl.engine.expression.StatesError;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A number of a state in its three forms: written down, found by {@code …Path} in the effective
 * input, or computed in JSONata.
 */
sealed interface NumberField {

  /** The whole number; States.Runtime or States.QueryEvaluationError when there is none. */
  long integer(Sight sight, JsonNode input);

  /** The number; States.Runtime or States.QueryEvaluationError when there is none. */
  double decimal(Sight sight, JsonNode input);

  record Written(double value) implements NumberField {
    @Override
    public long integer(Sight sight, JsonNode input) {
      return (long) value;
    }

    @Override
    public double decimal(Sight sight, JsonNode input) {
      return value;
    }
  }

  record AtPath(String field, Path path) implements NumberField {
    @Override
    public long integer(Sight sight, JsonNode input) {
      var value = sight.read(path, input);
      return Numbers.integer(value).orElseThrow(() -> refused(value, "integer"));
    }

    @Override
    public double decimal(Sight sight, JsonNode input) {
      var value = sight.read(path, input);
      return Numbers.decimal(value)
          .map(BigDecimal::doubleValue)
          .orElseThrow(() -> refused(value, "float"));
    }

    private StatesError refused(JsonNode value, String type) {
      return StatesError.runtime(
          "The %s field refers to value \"%s\" which is not a valid %s: %s"
              .formatted(field, Numbers.shown(value), type, path.text()));
    }
  }

  record Computed(JsonataField field) implements NumberField {
    @Override
    public long integer(Sight sight, JsonNode input) {
      return (long) number(sight, "integer");
    }

    @Override
    public double decimal(Sight sight, JsonNode input) {
      return number(sight, "number");
    }

    private double number(Sight sight, String type) {
      return field.evaluate(sight, JsonataDataFlow.sees(sight, null), type).doubleValue();
    }
  }

  /** The error for a number that is none of those allowed. */
  static StatesError outOfRange(NumberField field, String cause) {
    return switch (field) {
      case Computed(JsonataField computed) -> StatesError.queryEvaluation(cause, computed.path());
      case AtPath ignored -> StatesError.runtime(cause);
      case Written ignored -> StatesError.runtime(cause);
    };
  }

  /**
   * Reads the field {@code name} in the forms that the query language has for it.
   *
   * @param range binds what is written down; what is found or computed is the caller's to check
   */
  static Optional<NumberField> read(Fields fields, String name, Range range) {
    var pathName = name + "Path";
    fields.notInJsonata(pathName);
    if (fields.isJsonata()) {
      var computed = fields.jsonataOr(name);
      if (computed.isPresent()) {
        return Optional.of(new Computed(computed.get()));
      }
    } else {
      fields.atMostOneOf(name, pathName);
      fields.ignore(name);
      var path = fields.path(pathName);
      if (path.isPresent()) {
        return Optional.of(new AtPath(pathName, path.get()));
      }
    }
    return range.read(fields, name).map(Written::new);
  }

  /** What a number that is written down may be. */
  sealed interface Range {
    Optional<Double> read(Fields fields, String name);

    record Integers(long min, long max) implements Range {
      @Override
      public Optional<Double> read(Fields fields, String name) {
        return fields.integer(name, min, max).map(Long::doubleValue);
      }
    }

    record Decimals(double min, double max) implements Range {
      @Override
      public Optional<Double> read(Fields fields, String name) {
        return fields.decimal(name, min, max);
      }
    }
  }
}
