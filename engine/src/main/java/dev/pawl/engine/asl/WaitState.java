package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.expression.Path;
import dev.pawl.engine.expression.StatesError;
import java.time.Instant;
import java.util.Optional;

/** Delays its flow for some seconds or until a point in time. Spec, "Wait State". */
public record WaitState(
    String name, QueryLanguage queryLanguage, Optional<String> next, Until until, DataFlow dataFlow)
    implements State {

  private static final String NOT_A_TIMESTAMP =
      "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ";

  static WaitState read(Fields fields) {
    return new WaitState(
        fields.stateName(),
        fields.queryLanguage(),
        fields.next(),
        fields.isJsonata() ? readJsonata(fields) : readJsonPath(fields),
        DataFlow.read(fields));
  }

  @Override
  public StateType type() {
    return StateType.WAIT;
  }

  /** When the state goes on; a point in the past means at once. */
  public Instant until(Sight sight, Instant enteredAt) {
    return until.due(sight, dataFlow.effectiveInput(sight).node(), enteredAt);
  }

  public Completion complete(Sight sight) {
    return dataFlow.passThrough(sight);
  }

  /** The four forms of waiting, and the two that JSONata computes. */
  sealed interface Until {
    Instant due(Sight sight, JsonNode input, Instant enteredAt);
  }

  record Seconds(long seconds) implements Until {
    @Override
    public Instant due(Sight sight, JsonNode input, Instant enteredAt) {
      return enteredAt.plusSeconds(seconds);
    }
  }

  record Timestamp(Instant at) implements Until {
    @Override
    public Instant due(Sight sight, JsonNode input, Instant enteredAt) {
      return at;
    }
  }

  record SecondsPath(Path path) implements Until {
    @Override
    public Instant due(Sight sight, JsonNode input, Instant enteredAt) {
      var value = valueAt("SecondsPath", path, sight, input);
      var seconds =
          Numbers.integer(value)
              .orElseThrow(() -> refused(" cannot be parsed as a long value: ", value));
      if (seconds < 0) {
        throw refused(" references a negative value: ", value);
      }
      if (seconds > Numbers.SECONDS_MAX) {
        throw refused(" references a value above " + Numbers.SECONDS_MAX + ": ", value);
      }
      return enteredAt.plusSeconds(seconds);
    }

    private StatesError refused(String why, JsonNode value) {
      return StatesError.runtime(
          "The SecondsPath parameter" + why + path.text() + " == " + Numbers.shown(value));
    }
  }

  record TimestampPath(Path path) implements Until {
    @Override
    public Instant due(Sight sight, JsonNode input, Instant enteredAt) {
      var value = valueAt("TimestampPath", path, sight, input);
      return Timestamps.of(value)
          .orElseThrow(() ->
              StatesError.runtime(
                  "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: %s == %s"
                      .formatted(path.text(), Numbers.shown(value))));
    }
  }

  record ComputedSeconds(JsonataField field) implements Until {
    @Override
    public Instant due(Sight sight, JsonNode input, Instant enteredAt) {
      var value = field.evaluate(sight, JsonataDataFlow.sees(sight, null), "integer");
      var seconds = value.doubleValue();
      if (seconds < 0 || seconds > Numbers.SECONDS_MAX) {
        throw StatesError.queryEvaluation(
            "The Seconds field must be between 0 and %d but was: %s"
                .formatted(Numbers.SECONDS_MAX, value),
            field.path());
      }
      return enteredAt.plusSeconds((long) seconds);
    }
  }

  record ComputedTimestamp(JsonataField field) implements Until {
    @Override
    public Instant due(Sight sight, JsonNode input, Instant enteredAt) {
      var value = field.evaluate(sight, JsonataDataFlow.sees(sight, null), "string");
      return Timestamps.of(value)
          .orElseThrow(
              () -> StatesError.queryEvaluation(NOT_A_TIMESTAMP + value.textValue(), field.path()));
    }
  }

  private static JsonNode valueAt(String field, Path path, Sight sight, JsonNode input) {
    return path.find(input, sight.environment())
        .orElseThrow(() ->
            StatesError.runtime(
                "The %s parameter does not reference an input value: %s"
                    .formatted(field, path.text())));
  }

  private static Until readJsonPath(Fields fields) {
    fields.exactlyOneOf("SecondsPath", "Seconds", "TimestampPath", "Timestamp");
    var seconds = fields.integer("Seconds", 0, Numbers.SECONDS_MAX);
    var timestamp = fields.timestamp("Timestamp");
    var secondsPath = fields.path("SecondsPath");
    var timestampPath = fields.path("TimestampPath");
    if (secondsPath.isPresent()) {
      return new SecondsPath(secondsPath.get());
    }
    if (timestampPath.isPresent()) {
      return new TimestampPath(timestampPath.get());
    }
    return timestamp.<Until>map(Timestamp::new).orElseGet(() -> new Seconds(seconds.orElse(0L)));
  }

  private static Until readJsonata(Fields fields) {
    fields.notInJsonata("SecondsPath");
    fields.notInJsonata("TimestampPath");
    fields.exactlyOneOf("Seconds", "Timestamp");
    var computedSeconds = fields.jsonataOr("Seconds");
    if (computedSeconds.isPresent()) {
      return new ComputedSeconds(computedSeconds.get());
    }
    var computedTimestamp = fields.jsonataOr("Timestamp");
    if (computedTimestamp.isPresent()) {
      return new ComputedTimestamp(computedTimestamp.get());
    }
    var seconds = fields.integer("Seconds", 0, Numbers.SECONDS_MAX);
    return fields
        .timestamp("Timestamp")
        .<Until>map(Timestamp::new)
        .orElseGet(() -> new Seconds(seconds.orElse(0L)));
  }
}
