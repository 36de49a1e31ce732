package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Deletes an activity. One that is not there counts as deleted. */
final class DeleteActivity implements Operation.Blocking {

  private final Activities activities;

  DeleteActivity(Activities activities) {
    this.activities = activities;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DELETE_ACTIVITY;
  }

  @Override
  public Reply answer(Call call) {
    var arn = Arns.checkedActivity(call.input().text("activityArn"));
    activities.catalog().delete(arn).join();
    activities.changed(arn);
    return Reply.empty();
  }
}
