package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Lists the versions of a state machine, the newest first. */
final class ListStateMachineVersions implements Operation.Blocking {

  private final StateMachines machines;
  private final Pages pages;

  ListStateMachineVersions(StateMachines machines, Pages pages) {
    this.machines = machines;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.LIST_STATE_MACHINE_VERSIONS;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var arn = machine(input.text("stateMachineArn"));
    var page = machines.versions().list(arn, Pages.size(input), pages.opened(input));
    var answer = Members.object();
    var items = answer.putArray("stateMachineVersions");
    for (var version : page.items()) {
      var item = items.addObject().put("stateMachineVersionArn", version.arn());
      Members.time(item, "creationDate", version.creationDate());
    }
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }

  /** A machine that is not there has no versions; of a version nobody can ask for them. */
  private static String machine(String given) {
    var arn = Arns.unlabelled(given);
    if (arn.qualifier() != null) {
      throw ApiError.validation(
          "Expected the ARN of a state machine without a version or an alias, but found: " + given);
    }
    return arn.machine();
  }
}
