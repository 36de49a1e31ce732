package dev.pawl.node.api.pawl;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Restarts;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.node.execution.RedriveOutcome;
import dev.pawl.persistence.index.ExecutionHistories;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes an execution of a Standard machine up again from a state of its outermost flow, however it
 * has ended and however long ago: with the input that the state was entered with last, or another
 * one, and with the variables of then. The history is read here, and the execution refuses what was
 * read from one that has gone on.
 */
final class RedriveExecutionFrom implements Operation.Asking {

  /** How often a history is read that goes on meanwhile. */
  private static final int READS_MAX = 3;

  private static final int ROWS_AT_ONCE = 100;

  private final ExecutionIndex index;
  private final ExecutionHistories histories;
  private final LineageDoor executions;
  private final OperationRunner runner;

  RedriveExecutionFrom(
      ExecutionIndex index,
      ExecutionHistories histories,
      LineageDoor executions,
      OperationRunner runner) {
    this.index = index;
    this.histories = histories;
    this.executions = executions;
    this.runner = runner;
  }

  private record Wish(String arn, String state, @Nullable Payload input, String token) {}

  @Override
  public OperationShape shape() {
    return PawlShapes.REDRIVE_EXECUTION_FROM;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var input = call.input();
    var wish =
        new Wish(
            Arns.checkedExecution(input.text("executionArn")),
            input.text("stateName"),
            given(input),
            input.findText("clientToken").orElseGet(() -> UUID.randomUUID().toString()));
    return redrive(wish, READS_MAX);
  }

  private static @Nullable Payload given(Input input) {
    var text = input.textOrNull("input");
    try {
      return text == null ? null : Payload.parse(text);
    } catch (JsonTextException e) {
      throw StepFunctionsErrors.invalidExecutionInput(String.valueOf(e.getMessage()));
    }
  }

  private CompletionStage<Reply> redrive(Wish wish, int reads) {
    return runner
        .blocking(() -> read(wish))
        .thenCompose(found ->
            executions.redriveFrom(
                wish.arn(), restart(wish, found), found.lastEventId(), wish.token()))
        .thenCompose(outcome -> answer(wish, outcome, reads));
  }

  private CompletionStage<Reply> answer(Wish wish, Optional<RedriveOutcome> outcome, int reads) {
    if (outcome.isPresent()) {
      return CompletableFuture.completedStage(reply(wish.arn(), outcome.get()));
    }
    if (reads <= 1) {
      throw StepFunctionsErrors.conflict(
          "Expected the history of the execution to stand still, but it goes on.");
    }
    return redrive(wish, reads - 1);
  }

  private Restarts read(Wish wish) {
    if (index.find(wish.arn()).isEmpty()) {
      throw StepFunctionsErrors.executionDoesNotExist(wish.arn());
    }
    var restarts = new Restarts(wish.state());
    var last = 0L;
    while (true) {
      var rows = histories.rows(wish.arn(), last, Long.MAX_VALUE, ROWS_AT_ONCE);
      if (rows.isEmpty()) {
        return restarts;
      }
      rows.forEach(row -> restarts.read(row.events()));
      last = rows.getLast().seqNr();
    }
  }

  private static Event.Restart restart(Wish wish, Restarts found) {
    return found.restart(wish.input()).orElseThrow(() -> never(wish, found));
  }

  private static ApiError never(Wish wish, Restarts found) {
    return StepFunctionsErrors.executionNotRedrivable(
        found.isInner()
            ? "Expected a state of the outermost flow, but '%s' is inside of a Parallel or Map state."
                .formatted(wish.state())
            : "Expected the state '%s' to have been entered, or an input for it, but there is neither."
                .formatted(wish.state()));
  }

  private static Reply reply(String arn, RedriveOutcome outcome) {
    return switch (outcome) {
      case RedriveOutcome.Redriven redriven ->
          Reply.of(Members.time(Members.object(), "redriveDate", redriven.redriveDate()));
      case RedriveOutcome.DoesNotExist ignored ->
          throw StepFunctionsErrors.executionDoesNotExist(arn);
      case RedriveOutcome.NotRedrivable not ->
          throw StepFunctionsErrors.executionNotRedrivable(not.reason());
    };
  }
}
