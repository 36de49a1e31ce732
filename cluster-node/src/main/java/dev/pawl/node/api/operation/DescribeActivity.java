package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Shows an activity. */
final class DescribeActivity implements Operation.Blocking {

  private final Activities activities;

  DescribeActivity(Activities activities) {
    this.activities = activities;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DESCRIBE_ACTIVITY;
  }

  @Override
  public Reply answer(Call call) {
    var activity = activities.get(Arns.checkedActivity(call.input().text("activityArn")));
    var answer = Members.object();
    answer.put("activityArn", activity.activityArn());
    answer.put("name", activity.name());
    Members.time(answer, "creationDate", activity.creationDate());
    answer.putObject("encryptionConfiguration").put("type", "AWS_OWNED_KEY");
    return Reply.of(answer);
  }
}
