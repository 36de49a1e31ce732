package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Lists the aliases of a state machine, or of one of its versions, by name. */
final class ListStateMachineAliases implements Operation.Blocking {

  private final StateMachines machines;
  private final Pages pages;

  ListStateMachineAliases(StateMachines machines, Pages pages) {
    this.machines = machines;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.LIST_STATE_MACHINE_ALIASES;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var arn = Arns.machine(input.text("stateMachineArn"));
    if (arn.isAlias()) {
      throw StepFunctionsErrors.stateMachineDoesNotExist(arn.text());
    }
    if (machines.get(arn.machine()).status().equals(StateMachineEntry.DELETING)) {
      throw StepFunctionsErrors.stateMachineDeleting(arn.text());
    }
    var version = arn.isVersion() ? machines.version(arn).version() : null;
    var page =
        machines.aliases().list(arn.machine(), version, Pages.size(input), pages.opened(input));
    var answer = Members.object();
    var items = answer.putArray("stateMachineAliases");
    for (var alias : page.items()) {
      var item = items.addObject().put("stateMachineAliasArn", alias.arn());
      Members.time(item, "creationDate", alias.creationDate());
    }
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }
}
