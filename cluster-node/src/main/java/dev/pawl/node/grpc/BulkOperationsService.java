package dev.pawl.node.grpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.SearchShapes;
import dev.pawl.protocol.grpc.v1.BulkOperation;
import dev.pawl.protocol.grpc.v1.BulkOperationRequest;
import dev.pawl.protocol.grpc.v1.BulkOperations;
import dev.pawl.protocol.grpc.v1.BulkStatus;
import dev.pawl.protocol.grpc.v1.DescribeIndexedAttributesRequest;
import dev.pawl.protocol.grpc.v1.IndexedAttributes;
import dev.pawl.protocol.grpc.v1.ListBulkOperationsRequest;
import dev.pawl.protocol.grpc.v1.ListBulkOperationsResponse;
import dev.pawl.protocol.grpc.v1.PutIndexedAttributesRequest;
import dev.pawl.protocol.grpc.v1.StartBulkOperationRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;

/** {@code pawl.v1.BulkOperations}. */
final class BulkOperationsService implements BulkOperations {

  /** How often whoever watches is looked for news for: whichever node works on it, all read it. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Operations operations;
  private final SharedKillSwitch streams;

  /**
   * @param streams ends the streams when the node stops
   */
  BulkOperationsService(Operations operations, SharedKillSwitch streams) {
    this.operations = operations;
    this.streams = streams;
  }

  @Override
  public CompletionStage<BulkOperation> start(StartBulkOperationRequest request) {
    return operations.call(
        SearchShapes.START_BULK_OPERATION, request, BulkOperation.getDefaultInstance());
  }

  @Override
  public Source<BulkOperation, NotUsed> run(StartBulkOperationRequest request) {
    return Source.completionStage(start(request))
        .flatMapConcat(begun -> watched(Source.single(begun), begun.getBulkOperationId()))
        .via(streams.flow());
  }

  @Override
  public Source<BulkOperation, NotUsed> watch(BulkOperationRequest request) {
    return watched(Source.empty(), request.getBulkOperationId()).via(streams.flow());
  }

  private Source<BulkOperation, NotUsed> watched(Source<BulkOperation, NotUsed> known, String id) {
    var looks =
        Source.tick(Duration.ZERO, LOOK, NotUsed.getInstance())
            .mapMaterializedValue(timer -> NotUsed.getInstance())
            .mapAsync(1, tick -> described(id));
    return known
        .concat(looks)
        .statefulMap(
            BulkOperation::getDefaultInstance,
            (last, now) ->
                Pair.create(now, last.equals(now) ? BulkOperation.getDefaultInstance() : now),
            last -> Optional.empty())
        .filter(news -> !news.getBulkOperationId().isEmpty())
        .takeWhile(news -> news.getStatus() == BulkStatus.BULK_STATUS_RUNNING, true);
  }

  @Override
  public CompletionStage<BulkOperation> describe(BulkOperationRequest request) {
    return operations.call(
        SearchShapes.DESCRIBE_BULK_OPERATION, request, BulkOperation.getDefaultInstance());
  }

  private CompletionStage<BulkOperation> described(String id) {
    return describe(BulkOperationRequest.newBuilder().setBulkOperationId(id).build());
  }

  @Override
  public CompletionStage<ListBulkOperationsResponse> list(ListBulkOperationsRequest request) {
    return operations.call(
        SearchShapes.LIST_BULK_OPERATIONS,
        request,
        ListBulkOperationsResponse.getDefaultInstance());
  }

  @Override
  public CompletionStage<BulkOperation> stop(BulkOperationRequest request) {
    return operations.call(
        SearchShapes.STOP_BULK_OPERATION, request, BulkOperation.getDefaultInstance());
  }

  @Override
  public CompletionStage<IndexedAttributes> putIndexedAttributes(
      PutIndexedAttributesRequest request) {
    var members = AwsMembers.of(request);
    if (!members.has("attributes")) {
      members.set("attributes", JsonNodeFactory.instance.arrayNode());
    }
    return call(SearchShapes.PUT_INDEXED_ATTRIBUTES, members);
  }

  private CompletionStage<IndexedAttributes> call(OperationShape shape, ObjectNode members) {
    return operations
        .calls()
        .call(shape, members)
        .thenApply(answer -> AwsMembers.message(answer, IndexedAttributes.getDefaultInstance()));
  }

  @Override
  public CompletionStage<IndexedAttributes> describeIndexedAttributes(
      DescribeIndexedAttributesRequest request) {
    return operations.call(
        SearchShapes.DESCRIBE_INDEXED_ATTRIBUTES, request, IndexedAttributes.getDefaultInstance());
  }
}
