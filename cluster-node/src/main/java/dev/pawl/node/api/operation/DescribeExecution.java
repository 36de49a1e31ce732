package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Event;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import org.jspecify.annotations.Nullable;

/** Shows an execution: its status, its input, and its output or error once it has ended. */
final class DescribeExecution implements Operation.Blocking {

  private final StoredExecutions executions;
  private final Redrivable redrivable;

  DescribeExecution(StoredExecutions executions, Redrivable redrivable) {
    this.executions = executions;
    this.redrivable = redrivable;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DESCRIBE_EXECUTION;
  }

  @Override
  public Reply answer(Call call) {
    var execution = executions.get(Arns.checkedDescribable(call.input().text("executionArn")));
    var started = executions.started(execution.executionArn());
    var data = ExecutionData.of(call.input());
    var answer = Members.object();
    answer.put("executionArn", execution.executionArn());
    answer.put("stateMachineArn", execution.stateMachineArn());
    answer.put("name", execution.name());
    answer.put("status", execution.status());
    Members.time(answer, "startDate", execution.startDate());
    Members.time(answer, "stopDate", execution.stopDate());
    data.put(answer, "input", started.input());
    executions.end(execution).ifPresent(end -> end(answer, end, data));
    Members.text(answer, "traceHeader", started.traceHeader());
    Members.text(answer, "stateMachineVersionArn", execution.stateMachineVersionArn());
    Members.text(answer, "stateMachineAliasArn", execution.stateMachineAliasArn());
    Members.text(answer, "mapRunArn", started.mapRunArn());
    redrive(answer, execution, started.express());
    return Reply.of(answer);
  }

  private static void end(ObjectNode answer, Event end, ExecutionData data) {
    switch (end) {
      case Event.ExecutionSucceeded e -> data.put(answer, "output", e.output());
      case Event.ExecutionFailed e -> error(answer, e.error(), e.cause());
      case Event.ExecutionAborted e -> error(answer, e.error(), e.cause());
      case Event.ExecutionTimedOut e -> error(answer, e.error(), e.cause());
      default -> throw new AssertionError("Expected the end of an execution, but found " + end);
    }
  }

  private static void error(ObjectNode answer, @Nullable String error, @Nullable String cause) {
    Members.text(answer, "error", error);
    Members.text(answer, "cause", cause);
  }

  /**
   * API reference, DescribeExecution: {@code redriveStatus}. An Express execution can only be a
   * child of a Map Run, which starts it again.
   */
  private void redrive(ObjectNode answer, ExecutionSummary execution, boolean isExpress) {
    answer.put("redriveCount", execution.redriveCount());
    Members.time(answer, "redriveDate", execution.redriveDate());
    var reason = redrivable.reason(execution);
    answer.put("redriveStatus", redriveStatus(reason, isExpress));
    Members.text(answer, "redriveStatusReason", reason);
  }

  private static String redriveStatus(@Nullable String reason, boolean isExpress) {
    if (reason != null) {
      return "NOT_REDRIVABLE";
    }
    return isExpress ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE";
  }
}
