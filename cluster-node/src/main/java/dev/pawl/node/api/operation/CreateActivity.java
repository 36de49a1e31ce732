package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.ActivityEntry;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.time.InstantSource;

/** Creates an activity. Asking again with its name answers the same. */
final class CreateActivity implements Operation.Blocking {

  private final Activities activities;
  private final Arns arns;
  private final InstantSource clock;

  CreateActivity(Activities activities, Arns arns, InstantSource clock) {
    this.activities = activities;
    this.arns = arns;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.CREATE_ACTIVITY;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var name = Names.checked(input.text("name"));
    var wanted =
        new ActivityEntry(
            arns.activity(name), name, clock.instant(), Configurations.encryption(input));
    var tags = TagMembers.ofNew(wanted.activityArn(), input);
    var stored = activities.catalog().create(wanted, tags).join().entry();
    if (!Configurations.orOwnedKey(stored.encryptionConfiguration())
        .equals(Configurations.orOwnedKey(wanted.encryptionConfiguration()))) {
      throw StepFunctionsErrors.activityAlreadyExists(stored.activityArn());
    }
    var answer = Members.object().put("activityArn", stored.activityArn());
    return Reply.of(Members.time(answer, "creationDate", stored.creationDate()));
  }
}
