package dev.pawl.node.api.operation;

import dev.pawl.node.api.Reply;
import dev.pawl.node.execution.TaskAnswer;

/** What a worker hears after it has answered a task. */
final class TaskAnswers {

  private TaskAnswers() {}

  static Reply reply(TaskAnswer answer) {
    return switch (answer) {
      case ACCEPTED -> Reply.empty();
      case INVALID_TOKEN -> throw StepFunctionsErrors.invalidToken();
      case TASK_DOES_NOT_EXIST -> throw StepFunctionsErrors.taskDoesNotExist();
      case TASK_TIMED_OUT -> throw StepFunctionsErrors.taskTimedOut();
    };
  }
}
