package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Adds tags to a state machine or an activity, or replaces their values. */
final class TagResource implements Operation.Blocking {

  private final TaggedResources resources;

  TagResource(TaggedResources resources) {
    this.resources = resources;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.TAG_RESOURCE;
  }

  @Override
  public Reply answer(Call call) {
    var tags = TagMembers.of(call.input());
    var arn = resources.checked(call.input().text("resourceArn"));
    if (!resources.tags().put(arn, tags, TagMembers.TAGS_MAX).join()) {
      throw StepFunctionsErrors.tooManyTags(arn, TagMembers.TAGS_MAX);
    }
    return Reply.empty();
  }
}
