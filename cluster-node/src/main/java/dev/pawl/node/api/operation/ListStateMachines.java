package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Lists state machines. Recorded: by name. */
final class ListStateMachines implements Operation.Blocking {

  private final StateMachines machines;
  private final Pages pages;

  ListStateMachines(StateMachines machines, Pages pages) {
    this.machines = machines;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.LIST_STATE_MACHINES;
  }

  @Override
  public Reply answer(Call call) {
    var page = machines.catalog().list(Pages.size(call.input()), pages.opened(call.input()));
    var answer = Members.object();
    var items = answer.putArray("stateMachines");
    for (var machine : page.items()) {
      var item = items.addObject();
      item.put("stateMachineArn", machine.stateMachineArn());
      item.put("name", machine.name());
      item.put("type", machine.type());
      Members.time(item, "creationDate", machine.creationDate());
    }
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }
}
