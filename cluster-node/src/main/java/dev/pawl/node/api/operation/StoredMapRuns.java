package dev.pawl.node.api.operation;

import dev.pawl.engine.maprun.MapRunSummary;
import dev.pawl.node.api.ApiError;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.persistence.index.MapRunChildren;
import java.util.Optional;

/** Map Runs as the database knows them. Blocks. */
record StoredMapRuns(ExecutionIndex index, MapRunChildren children) {

  /** Its place in the index, where its {@code stateMachineArn} is the ARN of its execution. */
  ExecutionSummary get(String mapRunArn) {
    return Optional.of(Arns.checkedMapRun(mapRunArn))
        .flatMap(index::find)
        .orElseThrow(() -> doesNotExist(mapRunArn));
  }

  MapRunSummary summary(String mapRunArn) {
    return children.newestRow(mapRunArn).orElseThrow(() -> doesNotExist(mapRunArn)).summary();
  }

  private static ApiError doesNotExist(String mapRunArn) {
    return StepFunctionsErrors.resourceNotFound(mapRunArn);
  }
}
