package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Pinned;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.node.execution.MigrateOutcome;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.util.concurrent.CompletionStage;

/**
 * Lets a running execution of a Standard machine go on with another revision of it, which has all
 * states that are open. Asking twice is asking once.
 */
final class MigrateExecution implements Operation.Asking {

  private final Migrations migrations;

  MigrateExecution(Migrations migrations) {
    this.migrations = migrations;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.MIGRATE_EXECUTION;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var arn = Arns.checkedExecution(call.input().text("executionArn"));
    return migrations
        .target(arn, call.input().textOrNull("stateMachineArn"))
        .thenCompose(
            target -> migrations.migrate(target).thenApply(outcome -> reply(target, outcome)));
  }

  private static Reply reply(Migrations.Target target, MigrateOutcome outcome) {
    return switch (outcome) {
      case MigrateOutcome.Migrated ignored ->
          Reply.of(answer(target.executionArn(), target.pinned()));
      case MigrateOutcome.DoesNotExist ignored ->
          throw StepFunctionsErrors.executionDoesNotExist(target.executionArn());
      case MigrateOutcome.NotMigratable not ->
          throw new ApiError(400, "ExecutionNotMigratable", not.reason());
    };
  }

  private static ObjectNode answer(String arn, Pinned pinned) {
    var answer = Members.object().put("executionArn", arn);
    var revision = pinned.revision();
    Members.text(answer, "revisionId", revision.revisionId());
    Members.text(answer, "stateMachineVersionArn", revision.versionArn());
    return Members.text(answer, "stateMachineAliasArn", revision.aliasArn());
  }
}
