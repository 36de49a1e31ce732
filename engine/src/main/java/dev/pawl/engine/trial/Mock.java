package dev.pawl.engine.trial;

import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import org.jspecify.annotations.Nullable;

/** What stands in for the work of a state. API reference, "MockInput". */
public sealed interface Mock {

  /** How closely a mocked result must look like what the service would answer. */
  enum FieldValidationMode {
    /** Every field that the service's API requires is there, and those that are there fit. */
    STRICT,
    /** The fields that are there fit. */
    PRESENT,
    NONE
  }

  /** The work ends well. */
  record Result(Payload payload, FieldValidationMode mode) implements Mock {}

  /** The work fails. */
  record ErrorOutput(@Nullable String error, @Nullable String cause) implements Mock {}

  /**
   * Understands a result as it is given.
   *
   * @throws IllegalTrialException if it is no JSON
   */
  static Mock result(String text, FieldValidationMode mode) throws IllegalTrialException {
    try {
      return new Result(Payload.parse(text), mode);
    } catch (JsonTextException notJson) {
      throw new IllegalTrialException("Mocked result must be valid JSON");
    }
  }
}
