package dev.pawl.node.grpc;

import dev.pawl.protocol.awsjson.PawlShapes;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import dev.pawl.protocol.grpc.v1.ConcurrencyLimits;
import dev.pawl.protocol.grpc.v1.CreateStateMachineRequest;
import dev.pawl.protocol.grpc.v1.CreateStateMachineResponse;
import dev.pawl.protocol.grpc.v1.DeleteConcurrencyLimitsRequest;
import dev.pawl.protocol.grpc.v1.DeleteConcurrencyLimitsResponse;
import dev.pawl.protocol.grpc.v1.DeleteStateMachineRequest;
import dev.pawl.protocol.grpc.v1.DeleteStateMachineResponse;
import dev.pawl.protocol.grpc.v1.DeleteVersionRequest;
import dev.pawl.protocol.grpc.v1.DeleteVersionResponse;
import dev.pawl.protocol.grpc.v1.DescribeConcurrencyLimitsRequest;
import dev.pawl.protocol.grpc.v1.DescribeStateMachineRequest;
import dev.pawl.protocol.grpc.v1.ListStateMachinesRequest;
import dev.pawl.protocol.grpc.v1.ListStateMachinesResponse;
import dev.pawl.protocol.grpc.v1.ListVersionsRequest;
import dev.pawl.protocol.grpc.v1.ListVersionsResponse;
import dev.pawl.protocol.grpc.v1.PauseStateMachineRequest;
import dev.pawl.protocol.grpc.v1.PublishVersionRequest;
import dev.pawl.protocol.grpc.v1.PublishVersionResponse;
import dev.pawl.protocol.grpc.v1.PutConcurrencyLimitsRequest;
import dev.pawl.protocol.grpc.v1.PutConcurrencyLimitsResponse;
import dev.pawl.protocol.grpc.v1.ResumeStateMachineRequest;
import dev.pawl.protocol.grpc.v1.StateMachine;
import dev.pawl.protocol.grpc.v1.StateMachinePause;
import dev.pawl.protocol.grpc.v1.StateMachines;
import dev.pawl.protocol.grpc.v1.UpdateStateMachineRequest;
import dev.pawl.protocol.grpc.v1.UpdateStateMachineResponse;
import java.util.concurrent.CompletionStage;

/** {@code pawl.v1.StateMachines}. */
final class StateMachinesService implements StateMachines {

  private final Operations operations;

  StateMachinesService(Operations operations) {
    this.operations = operations;
  }

  @Override
  public CompletionStage<CreateStateMachineResponse> create(CreateStateMachineRequest request) {
    return operations.call(
        StepFunctionsShapes.CREATE_STATE_MACHINE,
        request,
        CreateStateMachineResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<UpdateStateMachineResponse> update(UpdateStateMachineRequest request) {
    return operations.call(
        StepFunctionsShapes.UPDATE_STATE_MACHINE,
        request,
        UpdateStateMachineResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<StateMachine> describe(DescribeStateMachineRequest request) {
    return operations.call(
        StepFunctionsShapes.DESCRIBE_STATE_MACHINE, request, StateMachine.getDefaultInstance());
  }

  @Override
  public CompletionStage<DeleteStateMachineResponse> delete(DeleteStateMachineRequest request) {
    return operations.call(
        StepFunctionsShapes.DELETE_STATE_MACHINE,
        request,
        DeleteStateMachineResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<ListStateMachinesResponse> list(ListStateMachinesRequest request) {
    return operations.call(
        StepFunctionsShapes.LIST_STATE_MACHINES,
        request,
        ListStateMachinesResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<PublishVersionResponse> publishVersion(PublishVersionRequest request) {
    return operations.call(
        StepFunctionsShapes.PUBLISH_STATE_MACHINE_VERSION,
        request,
        PublishVersionResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<ListVersionsResponse> listVersions(ListVersionsRequest request) {
    return operations.call(
        StepFunctionsShapes.LIST_STATE_MACHINE_VERSIONS,
        request,
        ListVersionsResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<DeleteVersionResponse> deleteVersion(DeleteVersionRequest request) {
    return operations.call(
        StepFunctionsShapes.DELETE_STATE_MACHINE_VERSION,
        request,
        DeleteVersionResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<StateMachinePause> pause(PauseStateMachineRequest request) {
    return operations.call(
        PawlShapes.PAUSE_STATE_MACHINE, request, StateMachinePause.getDefaultInstance());
  }

  @Override
  public CompletionStage<StateMachinePause> resume(ResumeStateMachineRequest request) {
    return operations.call(
        PawlShapes.RESUME_STATE_MACHINE, request, StateMachinePause.getDefaultInstance());
  }

  @Override
  public CompletionStage<PutConcurrencyLimitsResponse> putConcurrencyLimits(
      PutConcurrencyLimitsRequest request) {
    return operations.call(
        PawlShapes.PUT_CONCURRENCY_LIMITS,
        request,
        PutConcurrencyLimitsResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<ConcurrencyLimits> describeConcurrencyLimits(
      DescribeConcurrencyLimitsRequest request) {
    return operations.call(
        PawlShapes.DESCRIBE_CONCURRENCY_LIMITS, request, ConcurrencyLimits.getDefaultInstance());
  }

  @Override
  public CompletionStage<DeleteConcurrencyLimitsResponse> deleteConcurrencyLimits(
      DeleteConcurrencyLimitsRequest request) {
    return operations.call(
        PawlShapes.DELETE_CONCURRENCY_LIMITS,
        request,
        DeleteConcurrencyLimitsResponse.getDefaultInstance());
  }
}
