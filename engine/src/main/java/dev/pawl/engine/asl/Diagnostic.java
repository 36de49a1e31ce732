package dev.pawl.engine.asl;

import org.jspecify.annotations.Nullable;

/**
 * One finding about a definition, as {@code ValidateStateMachineDefinition} reports it.
 *
 * @param code AWS's name of the rule, such as {@code MISSING_TRANSITION_TARGET}
 * @param location where, such as {@code /States/A/Choices[0]/Next}; null when it is about the whole
 */
public record Diagnostic(
    Severity severity, String code, String message, @Nullable String location) {

  static final String INVALID_JSON_DESCRIPTION = "INVALID_JSON_DESCRIPTION";
  static final String SCHEMA_VALIDATION_FAILED = "SCHEMA_VALIDATION_FAILED";
  static final String MISSING_END_STATE = "MISSING_END_STATE";
  static final String MISSING_TRANSITION_TARGET = "MISSING_TRANSITION_TARGET";
  static final String DUPLICATE_STATE_NAME = "DUPLICATE_STATE_NAME";
  static final String INVALID_STATE_NAME = "INVALID_STATE_NAME";
  static final String DUPLICATE_LABEL_NAME = "DUPLICATE_LABEL_NAME";
  static final String INVALID_LABEL_NAME = "INVALID_LABEL_NAME";
  static final String TOO_DEEPLY_NESTED = "TOO_DEEPLY_NESTED";
  static final String RESERVED_VARIABLE_NAME = "RESERVED_VARIABLE_NAME";
  static final String INVALID_VARIABLE_NAME = "INVALID_VARIABLE_NAME";
  static final String NO_DOLLAR = "NO_DOLLAR";
  static final String NO_PATH = "NO_PATH";
  static final String PASS_RESULT_IS_STATIC = "PASS_RESULT_IS_STATIC";

  static Diagnostic error(String code, String message, @Nullable String location) {
    return new Diagnostic(Severity.ERROR, code, message, location);
  }

  static Diagnostic warning(String code, String message, String location) {
    return new Diagnostic(Severity.WARNING, code, message, location);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** "CODE: message at /path", as in the text of AWS's InvalidDefinition error. */
  @Override
  public String toString() {
    return code + ": " + message + (location == null ? "" : " at " + location);
  }
}
