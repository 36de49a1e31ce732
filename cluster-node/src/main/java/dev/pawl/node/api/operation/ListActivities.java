package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Lists activities in the order of their creation. */
final class ListActivities implements Operation.Blocking {

  private final Activities activities;
  private final Pages pages;

  ListActivities(Activities activities, Pages pages) {
    this.activities = activities;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.LIST_ACTIVITIES;
  }

  @Override
  public Reply answer(Call call) {
    var page = activities.catalog().list(Pages.size(call.input()), pages.opened(call.input()));
    var answer = Members.object();
    var items = answer.putArray("activities");
    for (var activity : page.items()) {
      var item = items.addObject();
      item.put("activityArn", activity.activityArn());
      item.put("name", activity.name());
      Members.time(item, "creationDate", activity.creationDate());
    }
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }
}
