package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;

/** What somebody outside asks of an execution, again and again until there is an answer. */
final class Request {
  private final String executionArn;
  private final Command command;
  private boolean answered;

  Request(String executionArn, Command command) {
    this.executionArn = executionArn;
    this.command = command;
  }

  String executionArn() {
    return executionArn;
  }

  Command command() {
    return command;
  }

  boolean isAnswered() {
    return answered;
  }

  void answer(Decision decision) {
    // A job whose start is not known yet tells of its end again.
    answered =
        !(decision instanceof Decision.Rejected rejected
            && rejected.reason() == Decision.Reason.NOT_SUBMITTED);
  }

  @Override
  public String toString() {
    return command + " to " + executionArn;
  }
}
