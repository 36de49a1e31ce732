package dev.pawl.node.api.operation;

import dev.pawl.engine.maprun.Child;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.index.ExecutionQuery;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Lists the Map Runs of an execution, newest first. */
final class ListMapRuns implements Operation.Blocking {

  private final StoredExecutions executions;
  private final Pages pages;

  ListMapRuns(StoredExecutions executions, Pages pages) {
    this.executions = executions;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.LIST_MAP_RUNS;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var execution = executions.get(Arns.checkedExecution(input.text("executionArn")));
    var page =
        executions
            .index()
            .list(
                ExecutionQuery.of(execution.executionArn(), null),
                Pages.size(input),
                pages.opened(input));
    var answer = Members.object();
    var items = answer.putArray("mapRuns");
    for (var run : page.items()) {
      var item = items.addObject();
      item.put("executionArn", execution.executionArn());
      item.put("mapRunArn", run.executionArn());
      item.put("stateMachineArn", Child.stateMachineArn(run.executionArn()));
      Members.time(item, "startDate", run.startDate());
      Members.time(item, "stopDate", run.stopDate());
    }
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }
}
