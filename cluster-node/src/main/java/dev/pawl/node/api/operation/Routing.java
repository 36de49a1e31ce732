package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.persistence.catalog.AliasCatalog;
import dev.pawl.persistence.catalog.StateMachineAlias;
import dev.pawl.persistence.catalog.StateMachineAlias.Route;
import dev.pawl.protocol.awsjson.Input;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The member {@code routingConfiguration}: one or two versions of one state machine, and how many
 * of a hundred starts each gets (API reference, RoutingConfigurationListItem).
 *
 * @param machineArn the machine whose versions they are
 */
record Routing(String machineArn, List<Route> routes) {

  private static final int WEIGHTS = 100;

  Routing {
    routes = List.copyOf(routes);
  }

  /** The routes of a request that has some. */
  static Routing of(Input input) {
    var items = input.structures("routingConfiguration");
    var arns = items.stream().map(item -> item.text("stateMachineVersionArn")).toList();
    var versions = arns.stream().map(Arns::machine).toList();
    if (!versions.stream().allMatch(Arns.MachineArn::isVersion)) {
      throw StepFunctionsErrors.invalidRouting(
          "Routing configuration must contain state machine version ARNs. Received: " + arns);
    }
    if (new HashSet<>(arns).size() < arns.size()) {
      throw StepFunctionsErrors.invalidRouting(
          "Routing configuration must contain distinct state machine version ARNs. Received: "
              + arns);
    }
    var weights = items.stream().map(item -> item.findInt("weight").orElse(0)).toList();
    if (weights.stream().mapToInt(Integer::intValue).sum() != WEIGHTS) {
      throw StepFunctionsErrors.invalidRouting(
          "Sum of routing configuration weights must equal 100. Received: " + weights);
    }
    if (versions.stream().map(Arns.MachineArn::machine).distinct().count() > 1) {
      throw StepFunctionsErrors.invalidRouting(
          "Routing configuration must contain versions of the same state machine. Received: "
              + arns);
    }
    var routes = new ArrayList<Route>();
    for (int i = 0; i < versions.size(); i++) {
      routes.add(new Route(versions.get(i).version(), weights.get(i)));
    }
    return new Routing(versions.getFirst().machine(), routes);
  }

  /** The alias as it is stored, or why it is not. */
  static StateMachineAlias stored(String machineArn, AliasCatalog.Outcome outcome) {
    return switch (outcome) {
      case AliasCatalog.Outcome.Stored stored -> stored.alias();
      case AliasCatalog.Outcome.Exists ignored ->
          throw StepFunctionsErrors.conflict(
              "Failed to create alias because an alias with the same name and a different routing"
                  + " configuration already exists.");
      case AliasCatalog.Outcome.Missing ignored ->
          throw StepFunctionsErrors.referencedResourceNotFound();
      case AliasCatalog.Outcome.Deleting ignored ->
          throw StepFunctionsErrors.stateMachineDeleting(machineArn);
      case AliasCatalog.Outcome.TooMany ignored -> throw tooMany(machineArn);
    };
  }

  private static ApiError tooMany(String machineArn) {
    return StepFunctionsErrors.quotaExceeded(
        "The state machine has "
            + CreateStateMachineAlias.ALIASES_MAX
            + " aliases, which is the most: '"
            + machineArn
            + "'");
  }
}
