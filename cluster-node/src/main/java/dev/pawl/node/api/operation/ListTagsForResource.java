package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Lists the tags of a state machine or an activity, by key. */
final class ListTagsForResource implements Operation.Blocking {

  private final TaggedResources resources;

  ListTagsForResource(TaggedResources resources) {
    this.resources = resources;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.LIST_TAGS_FOR_RESOURCE;
  }

  @Override
  public Reply answer(Call call) {
    var arn = resources.checked(call.input().text("resourceArn"));
    var answer = Members.object();
    var tags = answer.putArray("tags");
    resources
        .tags()
        .list(arn)
        .forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
    return Reply.of(answer);
  }
}
