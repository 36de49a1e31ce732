package dev.pawl.engine.asl;

import java.util.List;

/** The names of errors that a Retrier or Catcher answers to. Spec, "Errors". */
record ErrorEquals(List<String> names) {

  static final String ALL = "States.ALL";
  private static final String TASK_FAILED = "States.TaskFailed";
  private static final String TIMEOUT = "States.Timeout";
  private static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
  private static final String RUNTIME = "States.Runtime";

  ErrorEquals {
    names = List.copyOf(names);
  }

  /** Reads the list; {@code last} tells whether the Retrier or Catcher is the last of its state. */
  static ErrorEquals read(Fields fields, boolean last) {
    fields.required("ErrorEquals");
    var names = fields.texts("ErrorEquals", true);
    if (names.contains(ALL) && (names.size() > 1 || !last)) {
      fields.error(
          Diagnostic.SCHEMA_VALIDATION_FAILED,
          "States.ALL must appear alone and at end of list",
          fields.at("ErrorEquals"));
    }
    return new ErrorEquals(names);
  }

  /**
   * Whether the error is one of these. {@code States.Runtime} never is, by no name. {@code
   * States.TaskFailed} stands for all but {@code States.Timeout}. A missed heartbeat, asked for as
   * {@code States.HeartbeatTimeout}, also answers to {@code States.Timeout}.
   */
  boolean matches(String error) {
    return !error.equals(RUNTIME) && names.stream().anyMatch(name -> covers(name, error));
  }

  private static boolean covers(String name, String error) {
    return switch (name) {
      case ALL -> true;
      case TASK_FAILED -> !error.equals(TIMEOUT);
      case TIMEOUT -> error.equals(TIMEOUT) || error.equals(HEARTBEAT_TIMEOUT);
      default -> name.equals(error);
    };
  }
}
