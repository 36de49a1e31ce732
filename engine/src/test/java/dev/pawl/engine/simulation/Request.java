package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import java.util.function.Consumer;

/** What somebody outside asks of an execution, again and again until there is an answer. */
final class Request {
  private final String executionArn;
  private final Command command;
  private final Consumer<Decision> then;
  private boolean answered;

  Request(String executionArn, Command command) {
    this(executionArn, command, decision -> {});
  }

  /**
   * @param then what the first answer leads to
   */
  Request(String executionArn, Command command, Consumer<Decision> then) {
    this.executionArn = executionArn;
    this.command = command;
    this.then = then;
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
    var isAnswer =
        !(decision instanceof Decision.Rejected rejected
            && rejected.reason() == Decision.Reason.NOT_SUBMITTED);
    if (isAnswer && !answered) {
      answered = true;
      then.accept(decision);
    }
  }

  @Override
  public String toString() {
    return command + " to " + executionArn;
  }
}
