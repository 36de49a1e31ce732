package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.time.InstantSource;

/**
 * Publishes a state machine as it is now. A revision has one version, however often it is asked.
 */
final class PublishStateMachineVersion implements Operation.Blocking {

  private final StateMachines machines;
  private final InstantSource clock;

  PublishStateMachineVersion(StateMachines machines, InstantSource clock) {
    this.machines = machines;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.PUBLISH_STATE_MACHINE_VERSION;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var arn = Arns.checkedStateMachine(input.text("stateMachineArn"));
    var wish =
        Publishing.wish(
            input.textOrNull("revisionId"),
            StoredText.orNull(input, "description"),
            clock.instant());
    var version = Publishing.version(arn, wish, machines.versions().publish(arn, wish).join());
    machines.changed(arn);
    var answer = Members.object().put("stateMachineVersionArn", version.arn());
    return Reply.of(Members.time(answer, "creationDate", version.creationDate()));
  }
}
