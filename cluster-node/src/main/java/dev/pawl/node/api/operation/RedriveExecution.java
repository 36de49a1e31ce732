package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.Reply;
import dev.pawl.node.execution.RedriveOutcome;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.concurrent.CompletionStage;

/**
 * Takes an execution of a Standard machine up again that failed, was stopped or timed out. States
 * that were entered and not left are done again; what succeeded stays.
 */
final class RedriveExecution implements Operation.Asking {

  private final ExecutionDoor executions;
  private final ExecutionIndex index;
  private final Redrivable redrivable;
  private final OperationRunner runner;

  RedriveExecution(
      ExecutionDoor executions,
      ExecutionIndex index,
      Redrivable redrivable,
      OperationRunner runner) {
    this.executions = executions;
    this.index = index;
    this.redrivable = redrivable;
    this.runner = runner;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.REDRIVE_EXECUTION;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var arn = Arns.checkedExecution(call.input().text("executionArn"));
    return runner
        .blocking(() -> allowed(arn))
        .thenCompose(allowed -> executions.redrive(allowed, call.input().textOrNull("clientToken")))
        .thenApply(outcome -> reply(arn, outcome));
  }

  /** One that runs, or is not there, refuses by itself, unless it has heard this request before. */
  private String allowed(String arn) {
    index
        .find(arn)
        .filter(execution -> execution.stopDate() != null)
        .map(redrivable::reasonAround)
        .ifPresent(reason -> {
          throw StepFunctionsErrors.executionNotRedrivable(reason);
        });
    return arn;
  }

  private static Reply reply(String arn, RedriveOutcome outcome) {
    return switch (outcome) {
      case RedriveOutcome.Redriven redriven ->
          Reply.of(Members.time(Members.object(), "redriveDate", redriven.redriveDate()));
      case RedriveOutcome.DoesNotExist ignored ->
          throw StepFunctionsErrors.executionDoesNotExist(arn);
      case RedriveOutcome.NotRedrivable not ->
          throw StepFunctionsErrors.executionNotRedrivable(not.reason());
    };
  }
}
