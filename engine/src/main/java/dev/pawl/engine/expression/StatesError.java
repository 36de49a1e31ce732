package dev.pawl.engine.expression;

import org.jspecify.annotations.Nullable;

/**
 * An error of the States Language raised while a state is evaluated: its name and its cause in
 * AWS's words, without the sentence “An error occurred while executing the state …” that the
 * history puts before it. Spec, "Errors".
 */
public final class StatesError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String error;
  private final String causeText;
  private final @Nullable String location;

  public StatesError(String error, String causeText, @Nullable String location) {
    super(error + ": " + causeText, null, false, false);
    this.error = error;
    this.causeText = causeText;
    this.location = location;
  }

  /** The name, such as {@code States.Runtime}. */
  public String error() {
    return error;
  }

  public String causeText() {
    return causeText;
  }

  /**
   * Where the failed JSONata expression stands inside its state, such as {@code Output/list[0]}.
   */
  public @Nullable String location() {
    return location;
  }

  /**
   * What an overflow of the stack means to a state. Left alone it would end the JVM, and the next
   * one that takes the execution up.
   */
  public static StatesError tooDeep() {
    return runtime("The state's data is nested too deeply to be processed.");
  }

  public static StatesError runtime(String causeText) {
    return new StatesError("States.Runtime", causeText, null);
  }

  public static StatesError intrinsicFailure(String causeText) {
    return new StatesError("States.IntrinsicFailure", causeText, null);
  }

  public static StatesError resultPathMatchFailure(String causeText) {
    return new StatesError("States.ResultPathMatchFailure", causeText, null);
  }

  public static StatesError queryEvaluation(String causeText, @Nullable String location) {
    return new StatesError("States.QueryEvaluationError", causeText, location);
  }
}
