package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.persistence.index.ExecutionQuery;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Lists the executions of a Standard machine, or those of a version or alias, newest first. */
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
    var page = executions.index().list(query(input), Pages.size(input), pages.opened(input));
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
      Members.text(item, "stateMachineVersionArn", execution.stateMachineVersionArn());
      Members.text(item, "stateMachineAliasArn", execution.stateMachineAliasArn());
      item.put("redriveCount", execution.redriveCount());
      Members.time(item, "redriveDate", execution.redriveDate());
    }
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }

  private ExecutionQuery query(Input input) {
    if (input.has("mapRunArn")) {
      throw ApiError.notOffered("Map Runs (mapRunArn)");
    }
    var given =
        input
            .findText("stateMachineArn")
            .orElseThrow(() ->
                ApiError.validation(
                    "Exactly one of stateMachineArn or mapRunArn must be specified"));
    var arn = Arns.machine(given);
    if (machine(arn).type().equals("EXPRESS")) {
      throw StepFunctionsErrors.stateMachineTypeNotSupported();
    }
    return new ExecutionQuery(
        arn.machine(),
        arn.isVersion() ? given : null,
        arn.isAlias() ? given : null,
        input.textOrNull("statusFilter"),
        input.findText("redriveFilter").map("REDRIVEN"::equals).orElse(null));
  }

  /** The machine, if it and the version or alias that is named are there. */
  private StateMachineEntry machine(Arns.MachineArn arn) {
    var exists =
        switch (arn.qualifier()) {
          case null -> true;
          case String version when arn.isVersion() ->
              machines.versions().find(arn.machine(), arn.version()).isPresent();
          case String alias -> machines.aliases().find(arn.machine(), alias).isPresent();
        };
    return machines
        .catalog()
        .find(arn.machine())
        .filter(machine -> exists)
        .orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn.text()));
  }
}
