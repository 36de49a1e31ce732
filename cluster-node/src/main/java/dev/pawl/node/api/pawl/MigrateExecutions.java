package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.Pages;
import dev.pawl.node.execution.Launch;
import dev.pawl.node.execution.MigrateOutcome;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets the running executions of a machine go over to another revision of it, page by page, newest
 * first. What is migrated is durable when the page is answered; whoever is cut off asks for the
 * same page again, or begins anew, and nothing is done twice. Executions that start meanwhile start
 * with whatever the machine is then.
 */
final class MigrateExecutions implements Operation.Asking {

  /** A page is answered within the time of a prompt operation. */
  private static final int PAGE_MAX = 100;

  private final Migrations migrations;
  private final Pages pages;

  MigrateExecutions(Migrations migrations, Pages pages) {
    this.migrations = migrations;
    this.pages = pages;
  }

  private record Work(Launch launch, Page<ExecutionSummary> page) {}

  private record Done(String executionArn, MigrateOutcome outcome) {}

  @Override
  public OperationShape shape() {
    return PawlShapes.MIGRATE_EXECUTIONS;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    return migrations.blocking(() -> work(call)).thenCompose(this::migrate);
  }

  private Work work(Call call) {
    var input = call.input();
    var machineArn = input.text("stateMachineArn");
    var to = input.findText("targetArn").orElse(machineArn);
    if (!Arns.machine(machineArn).machine().equals(machineArn)) {
      throw ApiError.validation("Expected the ARN of a state machine, but found " + machineArn);
    }
    if (!Arns.machine(to).machine().equals(machineArn)) {
      throw ApiError.validation(
          "Expected %s, a version or an alias of it, but found %s.".formatted(machineArn, to));
    }
    var size = Math.min(PAGE_MAX, Pages.size(input));
    return new Work(
        migrations.launch(to), migrations.running(machineArn, size, pages.opened(input)));
  }

  private CompletionStage<Reply> migrate(Work work) {
    var all = new ArrayList<CompletableFuture<Done>>();
    for (var execution : work.page().items()) {
      var target =
          new Migrations.Target(execution.executionArn(), Migrations.pinned(work.launch()));
      all.add(
          migrations
              .migrate(target)
              .thenApply(outcome -> new Done(target.executionArn(), outcome))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(ignored -> {
          var answer = Members.object().put("migrated", 0);
          answer.putArray("notMigrated");
          all.forEach(done -> add(answer, done.join()));
          return Reply.of(Members.text(answer, "nextToken", pages.sealed(work.page().nextToken())));
        });
  }

  private static void add(ObjectNode answer, Done done) {
    switch (done.outcome()) {
      case MigrateOutcome.Migrated ignored ->
          answer.put("migrated", answer.path("migrated").asInt() + 1);
      case MigrateOutcome.DoesNotExist ignored -> {
        // Ended and forgotten meanwhile.
      }
      case MigrateOutcome.NotMigratable not ->
          answer
              .withArray("notMigrated")
              .addObject()
              .put("executionArn", done.executionArn())
              .put("reason", not.reason());
    }
  }
}
