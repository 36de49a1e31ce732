package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.execution.StartOutcome;
import dev.pawl.node.execution.StartRequest;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Starts an execution. It answers when the start is durable. Asking again with the name and input
 * of a Standard execution that runs answers the same.
 */
final class StartExecution implements Operation.Asking {

  private final StateMachines machines;
  private final ExecutionDoor executions;

  StartExecution(StateMachines machines, ExecutionDoor executions) {
    this.machines = machines;
    this.executions = executions;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.START_EXECUTION;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var arn = Arns.checkedStateMachine(call.input().text("stateMachineArn"));
    return machines
        .startable(arn)
        .thenApply(machine -> request(machine, call.input()))
        .thenCompose(executions::start)
        .thenApply(StartExecution::reply);
  }

  static StartRequest request(StateMachineEntry machine, Input input) {
    var name = Names.checked(input.findText("name").orElseGet(StartExecution::id));
    var express = machine.type().equals("EXPRESS");
    return new StartRequest(
        express
            ? Arns.express(machine.stateMachineArn(), name, id())
            : Arns.execution(machine.stateMachineArn(), name),
        name,
        machine.stateMachineArn(),
        express,
        machine.definitionHash(),
        machine.roleArn(),
        ExecutionInput.of(input),
        input.textOrNull("traceHeader"));
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static Reply reply(StartOutcome outcome) {
    return switch (outcome) {
      case StartOutcome.Started started ->
          Reply.of(
              Members.time(
                  Members.object().put("executionArn", started.executionArn()),
                  "startDate",
                  started.startDate()));
      case StartOutcome.AlreadyExists exists ->
          throw StepFunctionsErrors.executionAlreadyExists(exists.executionArn());
    };
  }
}
