package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.search.IndexedAttribute;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.node.execution.DeclaredAttributes;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.SearchShapes;
import java.util.List;

/** Shows what executions of a machine are searched by. */
final class DescribeIndexedAttributes implements Operation.Blocking {

  private final StateMachineCatalog machines;

  DescribeIndexedAttributes(StateMachineCatalog machines) {
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return SearchShapes.DESCRIBE_INDEXED_ATTRIBUTES;
  }

  @Override
  public Reply answer(Call call) {
    var arn = Arns.checkedStateMachine(call.input().text("stateMachineArn"));
    var machine =
        machines.find(arn).orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn));
    return Reply.of(answer(arn, DeclaredAttributes.parse(machine.indexedAttributes())));
  }

  static ObjectNode answer(String arn, List<IndexedAttribute> attributes) {
    var answer = Members.object().put("stateMachineArn", arn);
    answer.set("attributes", DeclaredAttributes.json(attributes));
    return answer;
  }
}
