package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.StateMachineEntry;
import dev.pawl.persistence.index.ExecutionQuery;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import org.jspecify.annotations.Nullable;

/** Lists the executions of a Standard machine, or those of a version or alias, newest first. */
final class ListExecutions implements Operation.Blocking {

  private final StoredExecutions executions;
  private final StateMachines machines;
  private final StoredMapRuns mapRuns;
  private final Pages pages;

  ListExecutions(
      StoredExecutions executions, StateMachines machines, StoredMapRuns mapRuns, Pages pages) {
    this.executions = executions;
    this.machines = machines;
    this.mapRuns = mapRuns;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.LIST_EXECUTIONS;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    if (input.has("stateMachineArn") == input.has("mapRunArn")) {
      throw ApiError.validation("Exactly one of stateMachineArn or mapRunArn must be specified");
    }
    if (input.has("stateMachineArn")
        && "PENDING_REDRIVE".equals(input.textOrNull("statusFilter"))) {
      throw ApiError.validation(
          "The statusFilter PENDING_REDRIVE can only be used with a mapRunArn");
    }
    return input.has("mapRunArn") ? ofMapRun(input) : ofStateMachine(input);
  }

  private Reply ofStateMachine(Input input) {
    var page = executions.index().list(query(input), Pages.size(input), pages.opened(input));
    var answer = Members.object();
    var items = answer.putArray("executions");
    page.items().forEach(execution -> describe(items.addObject(), execution));
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }

  private Reply ofMapRun(Input input) {
    var run = mapRuns.get(input.text("mapRunArn"));
    var page =
        mapRuns
            .children()
            .list(
                run.executionArn(),
                input.textOrNull("statusFilter"),
                redriven(input),
                Pages.size(input),
                pages.opened(input));
    var answer = Members.object();
    var items = answer.putArray("executions");
    for (var child : page.items()) {
      var item = describe(items.addObject(), child.execution());
      item.put("mapRunArn", run.executionArn());
      item.put("itemCount", child.items());
    }
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }

  private static ObjectNode describe(ObjectNode item, ExecutionSummary execution) {
    item.put("executionArn", execution.executionArn());
    item.put("stateMachineArn", execution.stateMachineArn());
    item.put("name", execution.name());
    item.put("status", execution.status());
    Members.time(item, "startDate", execution.startDate());
    Members.time(item, "stopDate", execution.stopDate());
    Members.text(item, "stateMachineVersionArn", execution.stateMachineVersionArn());
    Members.text(item, "stateMachineAliasArn", execution.stateMachineAliasArn());
    item.put("redriveCount", execution.redriveCount());
    Members.time(item, "redriveDate", execution.redriveDate());
    return item;
  }

  private ExecutionQuery query(Input input) {
    var given = input.text("stateMachineArn");
    var arn = Arns.machine(given);
    if (machine(arn).type().equals("EXPRESS")) {
      throw StepFunctionsErrors.stateMachineTypeNotSupported();
    }
    return new ExecutionQuery(
        arn.machine(),
        arn.isVersion() ? given : null,
        arn.isAlias() ? given : null,
        input.textOrNull("statusFilter"),
        redriven(input));
  }

  private static @Nullable Boolean redriven(Input input) {
    var filter = input.textOrNull("redriveFilter");
    return filter == null ? null : filter.equals("REDRIVEN");
  }

  /** The machine, if it and the version or alias that is named are there. */
  private StateMachineEntry machine(Arns.MachineArn arn) {
    var exists =
        arn.qualifier() == null
            || (arn.isVersion()
                ? machines.versions().find(arn.machine(), arn.version()).isPresent()
                : machines.aliases().find(arn.machine(), arn.qualifier()).isPresent());
    return machines
        .catalog()
        .find(arn.machine())
        .filter(machine -> exists)
        .orElseThrow(() -> StepFunctionsErrors.stateMachineDoesNotExist(arn.text()));
  }
}
