package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.node.bulk.BulkAction;
import dev.pawl.persistence.index.BulkOperation;
import dev.pawl.persistence.index.BulkOperations;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.SearchShapes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Begins to do the same to all executions that a query finds; they are those that had started by
 * then. Some node of the cluster works on it, and another one if that one dies.
 */
final class StartBulkOperation implements Operation.Asking {

  private static final int PER_SECOND = 100;
  private static final List<String> PARAMETERS = List.of("error", "cause", "reason", "targetArn");

  private final BulkOperations operations;
  private final Queries queries;
  private final InstantSource clock;

  StartBulkOperation(BulkOperations operations, Queries queries, InstantSource clock) {
    this.operations = operations;
    this.queries = queries;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return SearchShapes.START_BULK_OPERATION;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var wanted = read(call.input());
    return operations
        .begin(wanted)
        .thenApply(begun -> {
          if (!isSame(begun, wanted)) {
            throw StepFunctionsErrors.conflict(
                "Expected a clientToken that no other bulk operation was started with, but one was:"
                    + " "
                    + begun.id());
          }
          return Reply.of(BulkMembers.whole(begun));
        });
  }

  private BulkOperation read(Input input) {
    return BulkOperation.begun(
        id(input),
        input.text("action"),
        queries.text(input),
        parameters(input).toString(),
        input.flag("dryRun", false),
        input.findInt("maxPerSecond").orElse(PER_SECOND),
        clock.instant());
  }

  private static String id(Input input) {
    var token = input.textOrNull("clientToken");
    return token == null
        ? UUID.randomUUID().toString()
        : UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static ObjectNode parameters(Input input) {
    var action = BulkAction.valueOf(input.text("action"));
    var parameters = Members.object();
    for (var name : PARAMETERS) {
      if (input.has(name) && !action.knows(name)) {
        throw ApiError.validation(
            "Expected no %s with the action %s, but found one.".formatted(name, action));
      }
      Members.text(parameters, name, input.textOrNull(name));
    }
    input.findText("targetArn").ifPresent(Arns::unlabelled);
    return parameters;
  }

  private static boolean isSame(BulkOperation one, BulkOperation other) {
    return one.action().equals(other.action())
        && one.query().equals(other.query())
        && one.parameters().equals(other.parameters())
        && one.dryRun() == other.dryRun();
  }
}
