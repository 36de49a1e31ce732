package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Removes tags from a state machine or an activity; those that are not there are no mistake. */
final class UntagResource implements Operation.Blocking {

  private final TaggedResources resources;

  UntagResource(TaggedResources resources) {
    this.resources = resources;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.UNTAG_RESOURCE;
  }

  @Override
  public Reply answer(Call call) {
    var arn = resources.checked(call.input().text("resourceArn"));
    var keys = call.input().texts("tagKeys").stream().filter(TagMembers::canBe).toList();
    resources.tags().remove(arn, keys).join();
    return Reply.empty();
  }
}
