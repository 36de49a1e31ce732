package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.Reply;
import dev.pawl.node.execution.Launch;
import dev.pawl.node.execution.StartOutcome;
import dev.pawl.node.execution.StartRequest;
import dev.pawl.persistence.limit.PermitTable;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Starts an execution. It answers when the start is durable. Asking again with the name and input
 * of a Standard execution that runs answers the same.
 */
final class StartExecution implements Operation.Asking {

  private final StateMachines machines;
  private final ExecutionDoor executions;
  private final PermitTable permits;
  private final OperationRunner runner;

  StartExecution(
      StateMachines machines,
      ExecutionDoor executions,
      PermitTable permits,
      OperationRunner runner) {
    this.machines = machines;
    this.executions = executions;
    this.permits = permits;
    this.runner = runner;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.START_EXECUTION;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    return machines
        .startable(call.input().text("stateMachineArn"))
        .thenCompose(this::withRoom)
        .thenApply(machine -> request(machine, call))
        .thenCompose(executions::start)
        .thenApply(StartExecution::reply);
  }

  /** Those started at the same moment may all still find room. */
  private CompletionStage<Launch> withRoom(Launch launch) {
    return launch.limits() == null
        ? CompletableFuture.completedStage(launch)
        : runner.blocking(() -> {
          if (launch.isQueueFull(permits)) {
            throw StepFunctionsErrors.executionLimitExceeded();
          }
          return launch;
        });
  }

  static StartRequest request(Launch launch, Call call) {
    var input = call.input();
    var name = Names.checked(input.findText("name").orElseGet(StartExecution::id));
    var machineArn = launch.machine().stateMachineArn();
    var pinned = launch.pinned(ThreadLocalRandom.current().nextInt(Launch.CHANCES));
    return new StartRequest(
        launch.isExpress()
            ? Arns.express(machineArn, name, id())
            : Arns.execution(machineArn, name),
        name,
        machineArn,
        launch.isExpress(),
        pinned.definitionHash(),
        pinned.roleArn(),
        ExecutionInput.of(input),
        traceHeader(call),
        null,
        pinned.revision(),
        launch.limited());
  }

  /**
   * API reference, StartExecution: {@code traceHeader}. What the caller says in the header of the
   * request comes before what he says in its body, and that before what this node makes up.
   */
  private static @Nullable String traceHeader(Call call) {
    return call.isTracedByCaller()
        ? call.traceHeader()
        : call.input().findText("traceHeader").orElse(call.traceHeader());
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static Reply reply(StartOutcome outcome) {
    return switch (outcome) {
      case StartOutcome.Started started ->
          Reply.of(
              Members.time(
                  Members.object().put("executionArn", started.executionArn()),
                  "startDate",
                  started.startDate()));
      case StartOutcome.AlreadyExists exists ->
          throw StepFunctionsErrors.executionAlreadyExists(exists.executionArn());
    };
  }
}
