package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.StateMachineAlias;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.time.InstantSource;

/**
 * Creates an alias for one or two versions of a state machine. Asking again for the same answers
 * the same; another one of the same name is refused.
 */
final class CreateStateMachineAlias implements Operation.Blocking {

  /** Developer guide, "Quotas": aliases of one state machine. */
  static final int ALIASES_MAX = 100;

  private final StateMachines machines;
  private final InstantSource clock;

  CreateStateMachineAlias(StateMachines machines, InstantSource clock) {
    this.machines = machines;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.CREATE_STATE_MACHINE_ALIAS;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var routing = Routing.of(input);
    var now = clock.instant();
    var wanted =
        new StateMachineAlias(
            routing.machineArn(),
            input.text("name"),
            StoredText.orNull(input, "description"),
            routing.routes(),
            now,
            now);
    var alias =
        Routing.stored(routing.machineArn(), machines.aliases().create(wanted, ALIASES_MAX).join());
    machines.changed(routing.machineArn());
    var answer = Members.object().put("stateMachineAliasArn", alias.arn());
    return Reply.of(Members.time(answer, "creationDate", alias.creationDate()));
  }
}
