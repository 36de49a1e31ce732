package dev.pawl.node.api.pawl;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.index.BulkOperations;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.SearchShapes;

/** Says how far a bulk operation is. */
final class DescribeBulkOperation implements Operation.Blocking {

  private final BulkOperations operations;

  DescribeBulkOperation(BulkOperations operations) {
    this.operations = operations;
  }

  @Override
  public OperationShape shape() {
    return SearchShapes.DESCRIBE_BULK_OPERATION;
  }

  @Override
  public Reply answer(Call call) {
    var id = call.input().text("bulkOperationId");
    var found = operations.find(id).orElseThrow(() -> BulkMembers.doesNotExist(id));
    return Reply.of(BulkMembers.whole(found));
  }
}
