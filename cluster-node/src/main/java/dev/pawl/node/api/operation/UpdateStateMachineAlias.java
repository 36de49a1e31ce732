package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.StateMachineAlias.Route;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Leads an alias elsewhere or describes it anew, for executions that start from now on. */
final class UpdateStateMachineAlias implements Operation.Blocking {

  private final StateMachines machines;
  private final InstantSource clock;

  UpdateStateMachineAlias(StateMachines machines, InstantSource clock) {
    this.machines = machines;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.UPDATE_STATE_MACHINE_ALIAS;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var arn = Arns.checkedAlias(input.text("stateMachineAliasArn"));
    if (!input.has("description") && !input.has("routingConfiguration")) {
      throw new ApiError(
          400,
          "ValidationException",
          "Either the description or the routing configuration must be specified",
          Map.of("reason", "MISSING_REQUIRED_PARAMETER"));
    }
    var outcome =
        machines
            .aliases()
            .update(
                arn.machine(),
                String.valueOf(arn.qualifier()),
                StoredText.orNull(input, "description"),
                routes(arn, input),
                clock.instant());
    var alias = Routing.stored(arn.machine(), outcome.join());
    machines.changed(arn.machine());
    return Reply.of(Members.time(Members.object(), "updateDate", alias.updateDate()));
  }

  private static List<Route> routes(Arns.MachineArn alias, Input input) {
    if (!input.has("routingConfiguration")) {
      return List.of();
    }
    var routing = Routing.of(input);
    if (!routing.machineArn().equals(alias.machine())) {
      throw StepFunctionsErrors.invalidRouting(
          "Routing configuration must contain versions of the alias's state machine. Received: "
              + input.structures("routingConfiguration").stream()
                  .map(item -> item.text("stateMachineVersionArn"))
                  .toList());
    }
    return routing.routes();
  }
}
