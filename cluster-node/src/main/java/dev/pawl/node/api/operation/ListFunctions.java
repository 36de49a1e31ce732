package dev.pawl.node.api.operation;

import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.FunctionEntry;
import dev.pawl.persistence.jdbc.InvalidPageTokenException;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.LambdaShapes;
import dev.pawl.protocol.awsjson.OperationShape;

/** Lists functions by name. */
final class ListFunctions implements Operation.Blocking {

  /**
   * API reference, ListFunctions: "ListFunctions returns a maximum of 50 items in each response".
   */
  private static final int ITEMS_MAX = 50;

  private final LambdaFunctions functions;

  ListFunctions(LambdaFunctions functions) {
    this.functions = functions;
  }

  @Override
  public OperationShape shape() {
    return LambdaShapes.LIST_FUNCTIONS;
  }

  @Override
  public Reply answer(Call call) {
    var page = page(call.input());
    var answer = Members.object();
    var items = answer.putArray("Functions");
    page.items().forEach(entry -> items.add(LambdaMembers.listed(entry)));
    return Reply.of(Members.text(answer, "NextMarker", page.nextToken()));
  }

  private Page<FunctionEntry> page(Input input) {
    var size = Math.min(input.findInt("MaxItems").orElse(ITEMS_MAX), ITEMS_MAX);
    var marker = input.findText("Marker").filter(text -> !text.isEmpty()).orElse(null);
    try {
      return functions.catalog().list(size, marker);
    } catch (InvalidPageTokenException e) {
      throw LambdaErrors.invalidParameter("Invalid Marker");
    }
  }
}
