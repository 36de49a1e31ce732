package dev.pawl.node.grpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.OperationCalls;
import dev.pawl.node.api.operation.FollowedHistory;
import dev.pawl.protocol.awsjson.PawlShapes;
import dev.pawl.protocol.awsjson.SearchShapes;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import dev.pawl.protocol.grpc.v1.DescribeExecutionRequest;
import dev.pawl.protocol.grpc.v1.Execution;
import dev.pawl.protocol.grpc.v1.ExecutionExplanation;
import dev.pawl.protocol.grpc.v1.ExecutionPause;
import dev.pawl.protocol.grpc.v1.Executions;
import dev.pawl.protocol.grpc.v1.ExplainExecutionRequest;
import dev.pawl.protocol.grpc.v1.HistoryEvent;
import dev.pawl.protocol.grpc.v1.HistoryRequest;
import dev.pawl.protocol.grpc.v1.ListExecutionsRequest;
import dev.pawl.protocol.grpc.v1.ListExecutionsResponse;
import dev.pawl.protocol.grpc.v1.MigrateExecutionRequest;
import dev.pawl.protocol.grpc.v1.MigrateExecutionResponse;
import dev.pawl.protocol.grpc.v1.MigrateExecutionsRequest;
import dev.pawl.protocol.grpc.v1.MigrateExecutionsResponse;
import dev.pawl.protocol.grpc.v1.PauseExecutionRequest;
import dev.pawl.protocol.grpc.v1.RedriveExecutionRequest;
import dev.pawl.protocol.grpc.v1.RedriveExecutionResponse;
import dev.pawl.protocol.grpc.v1.RedriveFromRequest;
import dev.pawl.protocol.grpc.v1.ResumeExecutionRequest;
import dev.pawl.protocol.grpc.v1.SearchExecutionsRequest;
import dev.pawl.protocol.grpc.v1.SearchExecutionsResponse;
import dev.pawl.protocol.grpc.v1.SignalExecutionRequest;
import dev.pawl.protocol.grpc.v1.SignalExecutionResponse;
import dev.pawl.protocol.grpc.v1.StartRequest;
import dev.pawl.protocol.grpc.v1.StartResponse;
import dev.pawl.protocol.grpc.v1.StopExecutionRequest;
import dev.pawl.protocol.grpc.v1.StopExecutionResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** {@code pawl.v1.Executions}. */
final class ExecutionsService implements Executions {

  private final Operations operations;
  private final FollowedHistory history;
  private final Following following;
  private final SharedKillSwitch streams;
  private final Materializer materializer;

  /**
   * @param streams ends the streams when the node stops
   */
  ExecutionsService(
      Operations operations,
      FollowedHistory history,
      Following following,
      SharedKillSwitch streams,
      Materializer materializer) {
    this.operations = operations;
    this.history = history;
    this.following = following;
    this.streams = streams;
    this.materializer = materializer;
  }

  @Override
  public CompletionStage<StartResponse> start(StartRequest request) {
    return operations.call(
        StepFunctionsShapes.START_EXECUTION, request, StartResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<Execution> describe(DescribeExecutionRequest request) {
    return operations.call(
        StepFunctionsShapes.DESCRIBE_EXECUTION, request, Execution.getDefaultInstance());
  }

  @Override
  public CompletionStage<ListExecutionsResponse> list(ListExecutionsRequest request) {
    return operations.call(
        StepFunctionsShapes.LIST_EXECUTIONS, request, ListExecutionsResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<StopExecutionResponse> stop(StopExecutionRequest request) {
    return operations.call(
        StepFunctionsShapes.STOP_EXECUTION, request, StopExecutionResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<RedriveExecutionResponse> redrive(RedriveExecutionRequest request) {
    return operations.call(
        StepFunctionsShapes.REDRIVE_EXECUTION,
        request,
        RedriveExecutionResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<SearchExecutionsResponse> search(SearchExecutionsRequest request) {
    return operations.call(
        SearchShapes.SEARCH_EXECUTIONS, request, SearchExecutionsResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<ExecutionPause> pause(PauseExecutionRequest request) {
    return operations.call(
        PawlShapes.PAUSE_EXECUTION, request, ExecutionPause.getDefaultInstance());
  }

  @Override
  public CompletionStage<ExecutionPause> resume(ResumeExecutionRequest request) {
    return operations.call(
        PawlShapes.RESUME_EXECUTION, request, ExecutionPause.getDefaultInstance());
  }

  @Override
  public CompletionStage<SignalExecutionResponse> signal(SignalExecutionRequest request) {
    return operations.call(
        PawlShapes.SIGNAL_EXECUTION, request, SignalExecutionResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<ExecutionExplanation> explain(ExplainExecutionRequest request) {
    return operations.call(
        PawlShapes.EXPLAIN_EXECUTION, request, ExecutionExplanation.getDefaultInstance());
  }

  @Override
  public CompletionStage<RedriveExecutionResponse> redriveFrom(RedriveFromRequest request) {
    return operations.call(
        PawlShapes.REDRIVE_EXECUTION_FROM, request, RedriveExecutionResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<MigrateExecutionResponse> migrate(MigrateExecutionRequest request) {
    return operations.call(
        PawlShapes.MIGRATE_EXECUTION, request, MigrateExecutionResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<MigrateExecutionsResponse> migrateAll(MigrateExecutionsRequest request) {
    return operations.call(
        PawlShapes.MIGRATE_EXECUTIONS, request, MigrateExecutionsResponse.getDefaultInstance());
  }

  // ---- StartAndWait

  @Override
  public CompletionStage<Execution> startAndWait(StartRequest request) {
    return waiting(request).runWith(Sink.head(), materializer);
  }

  /**
   * One execution when it has ended, as a stream: so that a client which goes away is noticed, and
   * nothing waits for it any longer.
   */
  Source<Execution, NotUsed> waiting(StartRequest request) {
    return Source.lazySource(
            () -> {
              var wait = new Wait();
              return Source.completionStage(ended(request, wait))
                  .watchTermination((none, done) -> {
                    done.whenComplete((end, failure) -> wait.close());
                    return none;
                  });
            })
        .mapMaterializedValue(none -> NotUsed.getInstance())
        .via(streams.flow());
  }

  /** Express executions run to their end in the request; the others are started and followed. */
  private CompletionStage<Execution> ended(StartRequest request, Wait wait) {
    return operations
        .call(StepFunctionsShapes.START_SYNC_EXECUTION, request, Execution.getDefaultInstance())
        .exceptionallyCompose(failure ->
            isStandard(failure)
                ? start(request)
                    .thenCompose(started -> wait.ended(started.getExecutionArn()))
                    .thenCompose(this::described)
                : CompletableFuture.failedStage(failure));
  }

  private static boolean isStandard(Throwable failure) {
    return Statuses.unwrap(failure) instanceof ApiError error
        && error.type().equals("StateMachineTypeNotSupported");
  }

  private CompletionStage<Execution> described(String executionArn) {
    return describe(DescribeExecutionRequest.newBuilder().setExecutionArn(executionArn).build());
  }

  /** What one caller waits for; closing it ends the waiting, whether it has begun or not. */
  private final class Wait {
    private final CompletableFuture<Done> closed = new CompletableFuture<>();

    CompletionStage<String> ended(String executionArn) {
      var one = following.follow(executionArn);
      closed.thenRun(one::close);
      var ended = one.ended();
      return operations
          .calls()
          .blocking("StartAndWait", () -> following.look(one))
          .handle((looked, failure) -> ended) // unless the database answers later
          .thenCompose(later -> later)
          .thenApply(end -> executionArn);
    }

    void close() {
      closed.complete(Done.getInstance());
    }
  }

  // ---- History

  @Override
  public Source<HistoryEvent, NotUsed> history(HistoryRequest request) {
    return Source.unfoldResourceAsync(
            () -> cursor(request), HistoryCursor::next, ExecutionsService::closed)
        .mapConcat(events -> events)
        .via(streams.flow());
  }

  private CompletionStage<HistoryCursor> cursor(HistoryRequest request) {
    try {
      check(request);
    } catch (ApiError error) {
      return CompletableFuture.failedStage(error);
    }
    return CompletableFuture.completedStage(
        new HistoryCursor(
            request, history, operations.calls(), following.follow(request.getExecutionArn())));
  }

  private static void check(HistoryRequest request) {
    var members = JsonNodeFactory.instance.objectNode();
    if (!request.getExecutionArn().isEmpty()) {
      members.put("executionArn", request.getExecutionArn());
    }
    OperationCalls.input(StepFunctionsShapes.GET_EXECUTION_HISTORY, members);
    if (request.getAfterEventId() < 0) {
      throw ApiError.validation("Expected after_event_id not to be negative.");
    }
  }

  private static CompletionStage<Done> closed(HistoryCursor cursor) {
    cursor.close();
    return CompletableFuture.completedStage(Done.getInstance());
  }
}
