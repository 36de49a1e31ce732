package dev.pawl.node.grpc;

import static java.util.Map.entry;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.OperationCalls;
import dev.pawl.node.api.auth.AccessRefused;
import dev.pawl.node.api.auth.Gate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.grpc.javadsl.Metadata;

/**
 * Lets in who has an access key, named in the metadata {@code authorization} of each call ({@code
 * Basic} or {@code Bearer} with {@code id:secret}), whose role includes the operation behind the
 * method. Health is open to everybody.
 */
public final class KeyedCallers implements CallerCheck {

  private static final String SERVICE = "states";
  private static final String OPEN = "grpc.health.v1.Health/";

  /** The operation of the AWS API that a method stands for. */
  private static final Map<String, String> OPERATIONS =
      Map.ofEntries(
          entry("pawl.v1.Activities/Create", "CreateActivity"),
          entry("pawl.v1.Activities/Describe", "DescribeActivity"),
          entry("pawl.v1.Activities/Delete", "DeleteActivity"),
          entry("pawl.v1.Activities/List", "ListActivities"),
          entry("pawl.v1.Executions/Start", "StartExecution"),
          entry("pawl.v1.Executions/StartAndWait", "StartExecution"),
          entry("pawl.v1.Executions/Describe", "DescribeExecution"),
          entry("pawl.v1.Executions/List", "ListExecutions"),
          entry("pawl.v1.Executions/Stop", "StopExecution"),
          entry("pawl.v1.Executions/Redrive", "RedriveExecution"),
          entry("pawl.v1.Executions/History", "GetExecutionHistory"),
          entry("pawl.v1.StateMachines/Create", "CreateStateMachine"),
          entry("pawl.v1.StateMachines/Update", "UpdateStateMachine"),
          entry("pawl.v1.StateMachines/Describe", "DescribeStateMachine"),
          entry("pawl.v1.StateMachines/Delete", "DeleteStateMachine"),
          entry("pawl.v1.StateMachines/List", "ListStateMachines"),
          entry("pawl.v1.StateMachines/PublishVersion", "PublishStateMachineVersion"),
          entry("pawl.v1.StateMachines/ListVersions", "ListStateMachineVersions"),
          entry("pawl.v1.StateMachines/DeleteVersion", "DeleteStateMachineVersion"),
          entry("pawl.v1.Workers/Work", "GetActivityTask"));

  /** What is not in the table, such as reflection, whoever has a key may read. */
  private static final String ANY = "ListStateMachines";

  private final Gate gate;

  public KeyedCallers(Gate gate) {
    this.gate = gate;
  }

  static Map<String, String> operations() {
    return OPERATIONS;
  }

  @Override
  public CompletionStage<?> check(String method, Metadata metadata) {
    if (method.startsWith(OPEN) || !gate.isGuarded()) {
      return CompletableFuture.completedStage(null);
    }
    try {
      var given = metadata.getText("authorization");
      if (given.isEmpty()) {
        throw new ApiError(
            400,
            "MissingAuthenticationTokenException",
            "Expected the metadata authorization to hold an access key, but there is none.");
      }
      var caller =
          gate.authenticate(given.get())
              .orElseThrow(() ->
                  new ApiError(
                      400,
                      "UnrecognizedClientException",
                      "The security token included in the request is invalid."));
      gate.authorize(caller, SERVICE, OPERATIONS.getOrDefault(method, ANY));
      gate.admit(caller).close();
      return CompletableFuture.completedStage(null);
    } catch (ApiError refused) {
      return CompletableFuture.failedStage(refused);
    } catch (AccessRefused refused) {
      return CompletableFuture.failedStage(OperationCalls.error(refused));
    }
  }
}
