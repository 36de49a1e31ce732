package dev.pawl.node.api.pawl;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.Pages;
import dev.pawl.persistence.index.BulkOperations;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.SearchShapes;

/** Lists bulk operations, newest first. */
final class ListBulkOperations implements Operation.Blocking {

  private final BulkOperations operations;
  private final Pages pages;

  ListBulkOperations(BulkOperations operations, Pages pages) {
    this.operations = operations;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return SearchShapes.LIST_BULK_OPERATIONS;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var page =
        operations.list(input.textOrNull("statusFilter"), Pages.size(input), pages.opened(input));
    var answer = Members.object();
    var items = answer.putArray("bulkOperations");
    page.items().forEach(operation -> BulkMembers.describe(items.addObject(), operation));
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }
}
