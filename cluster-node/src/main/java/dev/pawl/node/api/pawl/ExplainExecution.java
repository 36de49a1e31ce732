package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Explanation;
import dev.pawl.engine.execution.Pause;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.node.execution.MachinePauses;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what an execution waits for. Read from its journal, so that it is true of a parked one and
 * of one whose node has just died, and wakes nobody.
 */
final class ExplainExecution implements Operation.Blocking {

  private final SteeringOperations.Parts parts;

  ExplainExecution(SteeringOperations.Parts parts) {
    this.parts = parts;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.EXPLAIN_EXECUTION;
  }

  @Override
  public Reply answer(Call call) {
    var arn = Arns.checkedExecution(call.input().text("executionArn"));
    var summary =
        parts.index().find(arn).orElseThrow(() -> StepFunctionsErrors.executionDoesNotExist(arn));
    var execution =
        parts.stored().find(arn).orElseThrow(() -> StepFunctionsErrors.executionDoesNotExist(arn));
    var explanation = Explanation.of(execution);
    var answer = Members.object();
    answer.put("executionArn", arn);
    answer.put("status", explanation.status().name());
    Steering.pause(answer, pause(explanation, summary));
    owner(answer, summary.owner());
    Members.time(answer, "timeoutDate", explanation.timeoutAt());
    answer.put("openBranches", explanation.open());
    var branches = answer.putArray("branches");
    explanation.branches().forEach(branch -> add(branches, branch));
    var signals = answer.putArray("waitingSignals");
    new TreeMap<>(explanation.signals())
        .forEach((name, count) -> signals.addObject().put("name", name).put("count", count));
    return Reply.of(answer);
  }

  /** Its machine may be paused without it having noticed: it will before it moves. */
  private @Nullable Pause pause(Explanation explanation, ExecutionSummary summary) {
    if (explanation.pause() != null || !summary.status().equals("RUNNING")) {
      return explanation.pause();
    }
    return parts
        .pauses()
        .find(MachinePauses.machine(summary.stateMachineArn()))
        .filter(stored -> stored.pause().paused())
        .map(stored ->
            new Pause(
                stored.changedAt(),
                null,
                new Pause.Reason(
                    stored.changedAt(), stored.pause().reason(), stored.pause().generation())))
        .orElse(null);
  }

  /** Who keeps it in memory because something is under way that would be lost with it. */
  private void owner(ObjectNode answer, @Nullable String incarnation) {
    if (incarnation != null) {
      var owner = answer.putObject("owner").put("incarnation", incarnation);
      parts.addressOf().apply(incarnation).ifPresent(address -> owner.put("address", address));
    }
  }

  private static void add(ArrayNode branches, Explanation.Branch branch) {
    var node = branches.addObject();
    node.put("path", String.join("/", branch.path()));
    node.put("stateName", branch.state());
    Members.text(node, "stateType", branch.type() == null ? null : branch.type().label());
    node.put("waitsFor", branch.kind().name());
    Members.text(node, "target", branch.target());
    Members.time(node, "since", branch.since());
    Members.time(node, "until", branch.until());
    node.put("attempt", branch.attempt());
    Members.time(node, "nextRetryDate", branch.nextRetryAt());
    Members.text(node, "lastError", branch.lastError());
    Members.text(node, "lastCause", branch.lastCause());
    Members.time(node, "lastErrorDate", branch.lastFailedAt());
  }
}
