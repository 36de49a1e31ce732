package dev.pawl.node.grpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.OperationCalls;
import dev.pawl.node.task.ActivityTasks;
import dev.pawl.node.task.TaskStream;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import dev.pawl.protocol.grpc.v1.Failure;
import dev.pawl.protocol.grpc.v1.Heartbeat;
import dev.pawl.protocol.grpc.v1.NodeMessage;
import dev.pawl.protocol.grpc.v1.Open;
import dev.pawl.protocol.grpc.v1.Outcome;
import dev.pawl.protocol.grpc.v1.Success;
import dev.pawl.protocol.grpc.v1.WorkerMessage;
import dev.pawl.protocol.grpc.v1.Workers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** {@code pawl.v1.Workers}. */
final class WorkersService implements Workers {

  private final OperationCalls calls;
  private final ActivityTasks tasks;
  private final Duration deliverWithin;
  private final SharedKillSwitch streams;

  /**
   * @param deliverWithin how long a task may wait here for a worker that does not read
   * @param streams ends the streams when the node stops
   */
  WorkersService(
      OperationCalls calls, ActivityTasks tasks, Duration deliverWithin, SharedKillSwitch streams) {
    this.calls = calls;
    this.tasks = tasks;
    this.deliverWithin = deliverWithin;
    this.streams = streams;
  }

  @Override
  public Source<NodeMessage, NotUsed> work(Source<WorkerMessage, NotUsed> worker) {
    return worker.via(new WorkerStage(new ThisNode(), deliverWithin)).via(streams.flow());
  }

  /** What a stream asks of the node. */
  private final class ThisNode implements WorkerStage.Node {

    @Override
    public CompletionStage<?> check(Open open) {
      var members = members("activityArn", open.getActivityArn());
      var activity = members.deepCopy();
      if (open.hasWorkerName()) {
        members.put("workerName", open.getWorkerName());
      }
      try {
        OperationCalls.input(StepFunctionsShapes.GET_ACTIVITY_TASK, members);
      } catch (ApiError error) {
        return CompletableFuture.failedStage(error);
      }
      return calls.call(StepFunctionsShapes.DESCRIBE_ACTIVITY, activity);
    }

    @Override
    public TaskStream stream(Open open, TaskStream.Worker worker) {
      var name = open.hasWorkerName() ? open.getWorkerName() : null;
      return tasks.stream(open.getActivityArn(), name, worker);
    }

    @Override
    public CompletionStage<Outcome> answer(WorkerMessage message) {
      return switch (message.getMessageCase()) {
        case SUCCESS -> succeeded(message.getSuccess());
        case FAILURE -> failed(message.getFailure());
        case HEARTBEAT -> alive(message.getHeartbeat());
        case OPEN, CREDIT, MESSAGE_NOT_SET ->
            throw new AssertionError("Expected an answer, but found " + message);
      };
    }
  }

  private CompletionStage<Outcome> succeeded(Success success) {
    var members = members("taskToken", success.getTaskToken()).put("output", success.getOutput());
    return outcome(
        StepFunctionsShapes.SEND_TASK_SUCCESS,
        members,
        success.getTaskToken(),
        success.getAnswerId());
  }

  private CompletionStage<Outcome> failed(Failure failure) {
    var members = members("taskToken", failure.getTaskToken());
    if (failure.hasError()) {
      members.put("error", failure.getError());
    }
    if (failure.hasCause()) {
      members.put("cause", failure.getCause());
    }
    return outcome(
        StepFunctionsShapes.SEND_TASK_FAILURE,
        members,
        failure.getTaskToken(),
        failure.getAnswerId());
  }

  private CompletionStage<Outcome> alive(Heartbeat heartbeat) {
    return outcome(
        StepFunctionsShapes.SEND_TASK_HEARTBEAT,
        members("taskToken", heartbeat.getTaskToken()),
        heartbeat.getTaskToken(),
        heartbeat.getAnswerId());
  }

  private static ObjectNode members(String member, String text) {
    var members = JsonNodeFactory.instance.objectNode();
    return text.isEmpty() ? members : members.put(member, text);
  }

  /** The same answer is the same request: a worker whose stream broke off says it again. */
  private CompletionStage<Outcome> outcome(
      OperationShape shape, ObjectNode members, String taskToken, long answerId) {
    var outcome = Outcome.newBuilder().setTaskToken(taskToken).setAnswerId(answerId);
    return calls
        .call(shape, members, shape.name() + members)
        .handle((answer, failure) -> finish(outcome, failure));
  }

  private Outcome finish(Outcome.Builder outcome, @Nullable Throwable failure) {
    if (failure == null) {
      return outcome.setResult(Outcome.Result.RESULT_ACCEPTED).build();
    }
    var error = calls.error(failure, "an answer to a task");
    return outcome.setResult(result(error)).setError(error.type()).setMessage(error.text()).build();
  }

  private static Outcome.Result result(ApiError error) {
    return switch (error.type()) {
      case "TaskTimedOut" -> Outcome.Result.RESULT_TASK_TIMED_OUT;
      case "TaskDoesNotExist" -> Outcome.Result.RESULT_TASK_DOES_NOT_EXIST;
      default ->
          switch (Statuses.status(error).getCode()) {
            case RESOURCE_EXHAUSTED, UNAVAILABLE, INTERNAL -> Outcome.Result.RESULT_TRY_AGAIN;
            default -> Outcome.Result.RESULT_INVALID;
          };
    };
  }
}
