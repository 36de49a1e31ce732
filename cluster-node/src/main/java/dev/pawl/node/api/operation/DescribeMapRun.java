package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.maprun.MapRunSummary;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;

/** Shows a Map Run: its limits, and how many items and child executions stand where. */
final class DescribeMapRun implements Operation.Blocking {

  private final StoredMapRuns mapRuns;

  DescribeMapRun(StoredMapRuns mapRuns) {
    this.mapRuns = mapRuns;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.DESCRIBE_MAP_RUN;
  }

  @Override
  public Reply answer(Call call) {
    var run = mapRuns.get(call.input().text("mapRunArn"));
    var summary = mapRuns.summary(run.executionArn());
    var answer = Members.object();
    answer.put("mapRunArn", run.executionArn());
    answer.put("executionArn", summary.executionArn());
    answer.put("status", summary.status().name());
    Members.time(answer, "startDate", run.startDate());
    Members.time(answer, "stopDate", run.stopDate());
    answer.put("maxConcurrency", summary.limits().maxConcurrency());
    answer.put("toleratedFailurePercentage", summary.limits().shownPercentage());
    answer.put("toleratedFailureCount", summary.limits().shownCount());
    var isRedriven = summary.redriveDate() != null;
    counts(answer.putObject("itemCounts"), summary.itemCounts(), isRedriven);
    counts(answer.putObject("executionCounts"), summary.executionCounts(), isRedriven);
    // Recorded: one that was never redriven says nothing of redrives.
    if (isRedriven) {
      answer.put("redriveCount", summary.redriveCount());
      Members.time(answer, "redriveDate", summary.redriveDate());
    }
    return Reply.of(answer);
  }

  private static void counts(ObjectNode counts, MapRunSummary.All all, boolean isRedriven) {
    counts.put("pending", all.pending());
    counts.put("running", all.running());
    counts.put("succeeded", all.ended().succeeded());
    counts.put("failed", all.ended().failed());
    counts.put("timedOut", all.ended().timedOut());
    counts.put("aborted", all.ended().aborted());
    counts.put("total", all.total());
    counts.put("resultsWritten", all.resultsWritten());
    if (isRedriven) {
      counts.put("pendingRedrive", all.pendingRedrive());
      counts.put("failuresNotRedrivable", all.failuresNotRedrivable());
    }
  }
}
