package dev.pawl.node.grpc;

import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import dev.pawl.protocol.grpc.v1.Activities;
import dev.pawl.protocol.grpc.v1.Activity;
import dev.pawl.protocol.grpc.v1.CreateActivityRequest;
import dev.pawl.protocol.grpc.v1.CreateActivityResponse;
import dev.pawl.protocol.grpc.v1.DeleteActivityRequest;
import dev.pawl.protocol.grpc.v1.DeleteActivityResponse;
import dev.pawl.protocol.grpc.v1.DescribeActivityRequest;
import dev.pawl.protocol.grpc.v1.ListActivitiesRequest;
import dev.pawl.protocol.grpc.v1.ListActivitiesResponse;
import java.util.concurrent.CompletionStage;

/** {@code pawl.v1.Activities}. */
final class ActivitiesService implements Activities {

  private final Operations operations;

  ActivitiesService(Operations operations) {
    this.operations = operations;
  }

  @Override
  public CompletionStage<CreateActivityResponse> create(CreateActivityRequest request) {
    return operations.call(
        StepFunctionsShapes.CREATE_ACTIVITY, request, CreateActivityResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<Activity> describe(DescribeActivityRequest request) {
    return operations.call(
        StepFunctionsShapes.DESCRIBE_ACTIVITY, request, Activity.getDefaultInstance());
  }

  @Override
  public CompletionStage<DeleteActivityResponse> delete(DeleteActivityRequest request) {
    return operations.call(
        StepFunctionsShapes.DELETE_ACTIVITY, request, DeleteActivityResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<ListActivitiesResponse> list(ListActivitiesRequest request) {
    return operations.call(
        StepFunctionsShapes.LIST_ACTIVITIES, request, ListActivitiesResponse.getDefaultInstance());
  }
}
