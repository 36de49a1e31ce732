package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.VersionCatalog;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/**
 * Deletes a version of a state machine, unless an alias leads to it. Executions that it started go
 * on. One that is not there counts as deleted.
 */
final class DeleteStateMachineVersion implements Operation.Blocking {

  private final StateMachines machines;

  DeleteStateMachineVersion(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DELETE_STATE_MACHINE_VERSION;
  }

  @Override
  public Reply answer(Call call) {
    var arn = Arns.checkedVersion(call.input().text("stateMachineVersionArn"));
    var outcome = machines.versions().delete(arn.machine(), arn.version()).join();
    if (outcome instanceof VersionCatalog.Deletion.Referenced referenced) {
      throw StepFunctionsErrors.conflict(
          "Version to be deleted must not be referenced by an alias. Current list of aliases"
              + " referencing this version: "
              + referenced.aliases());
    }
    machines.changed(arn.machine());
    return Reply.empty();
  }
}
