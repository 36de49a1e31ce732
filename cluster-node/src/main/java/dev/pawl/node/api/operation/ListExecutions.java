package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Lists the executions of a Standard machine, newest first. */
final class ListExecutions implements Operation.Blocking {

  private final StoredExecutions executions;
  private final StateMachines machines;
  private final Pages pages;

  ListExecutions(StoredExecutions executions, StateMachines machines, Pages pages) {
    this.executions = executions;
    this.machines = machines;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.LIST_EXECUTIONS;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var page =
        executions
            .index()
            .list(
                stateMachineArn(input),
                input.textOrNull("statusFilter"),
                Pages.size(input),
                pages.opened(input));
    var answer = Members.object();
    var items = answer.putArray("executions");
    for (var execution : page.items()) {
      var item = items.addObject();
      item.put("executionArn", execution.executionArn());
      item.put("stateMachineArn", execution.stateMachineArn());
      item.put("name", execution.name());
      item.put("status", execution.status());
      Members.time(item, "startDate", execution.startDate());
      Members.time(item, "stopDate", execution.stopDate());
      item.put("redriveCount", 0);
    }
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }

  private String stateMachineArn(Input input) {
    if (input.has("mapRunArn")) {
      throw ApiError.notOffered("Map Runs (mapRunArn)");
    }
    if (input.has("redriveFilter")) {
      throw ApiError.notOffered("redrives (redriveFilter)");
    }
    var given =
        input
            .findText("stateMachineArn")
            .orElseThrow(() ->
                ApiError.validation(
                    "Exactly one of stateMachineArn or mapRunArn must be specified"));
    var machine = machines.get(Arns.checkedStateMachine(given));
    if (machine.type().equals("EXPRESS")) {
      throw StepFunctionsErrors.stateMachineTypeNotSupported();
    }
    return machine.stateMachineArn();
  }
}
