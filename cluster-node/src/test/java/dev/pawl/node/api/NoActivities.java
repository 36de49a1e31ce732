package dev.pawl.node.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** ListActivities where there are none. */
public final class NoActivities implements Operation.Blocking {

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.LIST_ACTIVITIES;
  }

  @Override
  public Reply answer(Call call) {
    var answer = JsonNodeFactory.instance.objectNode();
    answer.putArray("activities");
    return Reply.of(answer);
  }
}
