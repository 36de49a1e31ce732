package dev.pawl.node.api.pawl;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.index.BulkOperations;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.SearchShapes;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/**
 * Ends a bulk operation; one that is over stays as it is. The page that is being worked on, a
 * hundred executions at most, may still be finished without being counted.
 */
final class StopBulkOperation implements Operation.Asking {

  private final BulkOperations operations;
  private final InstantSource clock;

  StopBulkOperation(BulkOperations operations, InstantSource clock) {
    this.operations = operations;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return SearchShapes.STOP_BULK_OPERATION;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var id = call.input().text("bulkOperationId");
    return operations
        .stop(id, clock.instant())
        .thenApply(found ->
            Reply.of(BulkMembers.whole(found.orElseThrow(() -> BulkMembers.doesNotExist(id)))));
  }
}
