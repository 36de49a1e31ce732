package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Shows an alias of a state machine. */
final class DescribeStateMachineAlias implements Operation.Blocking {

  private final StateMachines machines;

  DescribeStateMachineAlias(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DESCRIBE_STATE_MACHINE_ALIAS;
  }

  @Override
  public Reply answer(Call call) {
    var arn = Arns.checkedAlias(call.input().text("stateMachineAliasArn"));
    var alias =
        machines
            .aliases()
            .find(arn.machine(), String.valueOf(arn.qualifier()))
            .orElseThrow(StepFunctionsErrors::referencedResourceNotFound);
    var answer = Members.object();
    answer.put("stateMachineAliasArn", alias.arn());
    answer.put("name", alias.name());
    Members.text(answer, "description", alias.description());
    var routing = answer.putArray("routingConfiguration");
    for (var route : alias.routes()) {
      routing
          .addObject()
          .put("stateMachineVersionArn", alias.stateMachineArn() + ":" + route.version())
          .put("weight", route.weight());
    }
    Members.time(answer, "creationDate", alias.creationDate());
    return Reply.of(Members.time(answer, "updateDate", alias.updateDate()));
  }
}
