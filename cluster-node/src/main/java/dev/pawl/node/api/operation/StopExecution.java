package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.execution.StopOutcome;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.concurrent.CompletionStage;

/** Stops an execution of a Standard machine. One that has ended answers when it did. */
final class StopExecution implements Operation.Asking {

  private final ExecutionDoor executions;

  StopExecution(ExecutionDoor executions) {
    this.executions = executions;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.STOP_EXECUTION;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var input = call.input();
    var arn = Arns.checkedExecution(input.text("executionArn"));
    return executions
        .stop(arn, input.textOrNull("error"), input.textOrNull("cause"))
        .thenApply(outcome -> reply(arn, outcome));
  }

  private static Reply reply(String arn, StopOutcome outcome) {
    return switch (outcome) {
      case StopOutcome.Stopped stopped ->
          Reply.of(Members.time(Members.object(), "stopDate", stopped.stopDate()));
      case StopOutcome.DoesNotExist ignored -> throw StepFunctionsErrors.executionDoesNotExist(arn);
    };
  }
}
