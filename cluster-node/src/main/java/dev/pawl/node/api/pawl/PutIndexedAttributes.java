package dev.pawl.node.api.pawl;

import dev.pawl.engine.search.IndexedAttribute;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.node.execution.DeclaredAttributes;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.SearchShapes;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Says what executions of a machine are searched by: the whole list, in place of the one before. It
 * holds for executions that start from now on, with nodes that have just started one within {@code
 * pawl.api.state-machine-cache}.
 */
final class PutIndexedAttributes implements Operation.Asking {

  private final StateMachineCatalog machines;

  PutIndexedAttributes(StateMachineCatalog machines) {
    this.machines = machines;
  }

  @Override
  public OperationShape shape() {
    return SearchShapes.PUT_INDEXED_ATTRIBUTES;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var arn = Arns.checkedStateMachine(call.input().text("stateMachineArn"));
    var attributes =
        call.input().structures("attributes").stream().map(PutIndexedAttributes::read).toList();
    IndexedAttribute.problem(attributes)
        .ifPresent(problem -> {
          throw ApiError.validation(problem);
        });
    return machines
        .putIndexedAttributes(arn, stored(attributes))
        .thenApply(exists -> {
          if (!exists) {
            throw StepFunctionsErrors.stateMachineDoesNotExist(arn);
          }
          return Reply.of(DescribeIndexedAttributes.answer(arn, attributes));
        });
  }

  private static @Nullable String stored(List<IndexedAttribute> attributes) {
    return attributes.isEmpty() ? null : DeclaredAttributes.json(attributes).toString();
  }

  private static IndexedAttribute read(Input attribute) {
    return new IndexedAttribute(
        attribute.text("name"),
        IndexedAttribute.Type.valueOf(attribute.text("type")),
        IndexedAttribute.Source.valueOf(attribute.text("source")),
        attribute.text("path"));
  }
}
