package dev.pawl.node.api.operation;

import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import dev.pawl.protocol.awsjson.Input;

/** The input of an execution that starts. */
final class ExecutionInput {

  private static final Payload NONE = Payload.ofStoredText("{}");

  private ExecutionInput() {}

  /** Any JSON value; {@code {}} if the request has none. */
  static Payload of(Input input) {
    var text = input.textOrNull("input");
    if (text == null) {
      return NONE;
    }
    if (text.isBlank()) {
      throw StepFunctionsErrors.invalidExecutionInput("Invalid execution input.");
    }
    try {
      return Payload.parse(text);
    } catch (JsonTextException e) {
      throw StepFunctionsErrors.invalidExecutionInput(String.valueOf(e.getMessage()));
    }
  }
}
