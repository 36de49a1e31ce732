package dev.pawl.node.api.operation;

import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.engine.maprun.MapRunStatus;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Changes the concurrency and the tolerated failures of a Map Run that runs. */
final class UpdateMapRun implements Operation.Asking {

  private final StoredMapRuns stored;
  private final MapRunDoor mapRuns;
  private final OperationRunner runner;

  UpdateMapRun(StoredMapRuns stored, MapRunDoor mapRuns, OperationRunner runner) {
    this.stored = stored;
    this.mapRuns = mapRuns;
    this.runner = runner;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.UPDATE_MAP_RUN;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var arn = call.input().text("mapRunArn");
    return runner
        .blocking(() -> stored.get(arn))
        .thenCompose(found -> mapRuns.update(found.executionArn(), limits(call.input())))
        .thenApply(UpdateMapRun::reply);
  }

  private static MapRunCommand.UpdateLimits limits(Input input) {
    var concurrency = input.findInt("maxConcurrency");
    return new MapRunCommand.UpdateLimits(
        concurrency.isPresent() ? concurrency.getAsInt() : null,
        input.longOrNull("toleratedFailureCount"),
        input.decimalOrNull("toleratedFailurePercentage"));
  }

  private static Reply reply(MapRunStatus status) {
    if (status != MapRunStatus.RUNNING) {
      throw new ApiError(
          400,
          "ValidationException",
          "Map Run is already completed and cannot be updated.",
          Map.of("reason", "CANNOT_UPDATE_COMPLETED_MAP_RUN"));
    }
    return Reply.of(Members.object());
  }
}
