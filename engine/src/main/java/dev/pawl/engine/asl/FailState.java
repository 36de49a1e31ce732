package dev.pawl.engine.asl;

import dev.pawl.engine.expression.Lookup;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Json;
import java.util.Optional;

/** Ends its flow with an error. Spec, "Fail State". */
public record FailState(
    String name, QueryLanguage queryLanguage, Optional<Words> error, Optional<Words> cause)
    implements State {

  static FailState read(Fields fields) {
    return new FailState(
        fields.stateName(),
        fields.queryLanguage(),
        readWords(fields, "Error"),
        readWords(fields, "Cause"));
  }

  @Override
  public StateType type() {
    return StateType.FAIL;
  }

  public Failure failure(Sight sight) {
    return new Failure(
        error.map(words -> words.say(sight)).orElse(null),
        cause.map(words -> words.say(sight)).orElse(null));
  }

  /** Where the text of Error or Cause comes from. */
  sealed interface Words {
    String say(Sight sight);
  }

  record Written(String text) implements Words {
    @Override
    public String say(Sight sight) {
      return text;
    }
  }

  /** A path, or a call of an intrinsic function. */
  record LookedUp(String field, String expression, Lookup lookup) implements Words {
    @Override
    public String say(Sight sight) {
      var value = lookup.evaluate(sight.input().node(), sight.environment(), field);
      if (!value.isTextual()) {
        throw StatesError.runtime(
            "The %s field refers to value %s which is not a string: %s"
                .formatted(field, Json.write(value), expression));
      }
      return value.textValue();
    }
  }

  record Computed(JsonataField field) implements Words {
    @Override
    public String say(Sight sight) {
      return field.evaluate(sight, JsonataDataFlow.sees(sight, null), "string").textValue();
    }
  }

  private static Optional<Words> readWords(Fields fields, String name) {
    var pathName = name + "Path";
    fields.notInJsonata(pathName);
    if (fields.isJsonata()) {
      return fields.jsonataText(name).map(FailState::words);
    }
    fields.atMostOneOf(name, pathName);
    var text = fields.text(name);
    text.ifPresent(words -> Warnings.noPath(fields, name, words));
    Optional<Words> written = text.map(Written::new);
    Optional<Words> found = fields.lookup(pathName);
    return written.isPresent() ? written : found;
  }

  private static Words words(JsonataField field) {
    return field
        .literal()
        .<Words>map(text -> new Written(text.textValue()))
        .orElseGet(() -> new Computed(field));
  }
}
