package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.execution.Launch;
import dev.pawl.node.execution.StartRequest;
import dev.pawl.node.execution.SyncOutcome;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Runs an Express execution to its end, and answers with its output or its error. */
final class StartSyncExecution implements Operation.Asking {

  /** AWS, "Step Functions pricing": durations are rounded up to 100 ms, memory to 64 MB. */
  private static final long BILLED_MILLIS = 100;

  private static final long BILLED_MEMORY_MB = 64;

  private final StateMachines machines;
  private final ExecutionDoor executions;

  StartSyncExecution(StateMachines machines, ExecutionDoor executions) {
    this.machines = machines;
    this.executions = executions;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.START_SYNC_EXECUTION;
  }

  @Override
  public boolean isPrompt() {
    return false;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var data = ExecutionData.of(call.input());
    return machines
        .startable(call.input().text("stateMachineArn"))
        .thenApply(StartSyncExecution::express)
        .thenApply(machine -> StartExecution.request(machine, call))
        .thenCompose(request ->
            executions.startSync(request).thenApply(outcome -> reply(request, outcome, data)));
  }

  private static Launch express(Launch machine) {
    if (!machine.isExpress()) {
      throw StepFunctionsErrors.stateMachineTypeNotSupported();
    }
    return machine;
  }

  private static Reply reply(StartRequest request, SyncOutcome outcome, ExecutionData data) {
    var answer = Members.object();
    answer.put("executionArn", request.executionArn());
    answer.put("stateMachineArn", request.stateMachineArn());
    answer.put("name", request.name());
    Members.time(answer, "startDate", outcome.startDate());
    Members.time(answer, "stopDate", outcome.stopDate());
    answer.put("status", outcome.status());
    Members.text(answer, "error", outcome.error());
    Members.text(answer, "cause", outcome.cause());
    data.put(answer, "input", request.input());
    data.put(answer, "output", outcome.output());
    data.details(answer, "output"); // recorded: an execution that failed has them too
    Members.text(answer, "traceHeader", request.traceHeader());
    answer
        .putObject("billingDetails")
        .put("billedMemoryUsedInMB", BILLED_MEMORY_MB)
        .put("billedDurationInMilliseconds", billedMillis(outcome));
    return Reply.of(answer);
  }

  private static long billedMillis(SyncOutcome outcome) {
    var millis = Duration.between(outcome.startDate(), outcome.stopDate()).toMillis();
    return Math.max(1, Math.ceilDiv(millis, BILLED_MILLIS)) * BILLED_MILLIS;
  }
}
