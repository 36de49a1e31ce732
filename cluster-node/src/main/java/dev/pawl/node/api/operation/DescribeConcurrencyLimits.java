package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.limit.LimitsEntry;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;

/**
 * Tells the concurrency limits of a state machine, how many of its executions have a permit, and
 * how many wait for one. A machine without limits tells only the numbers.
 */
final class DescribeConcurrencyLimits implements Operation.Blocking {

  private final LimitOperations.Parts parts;

  DescribeConcurrencyLimits(LimitOperations.Parts parts) {
    this.parts = parts;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.DESCRIBE_CONCURRENCY_LIMITS;
  }

  @Override
  public Reply answer(Call call) {
    var arn = parts.machine(call.input().text("stateMachineArn")).stateMachineArn();
    var counts = parts.permits().count(arn);
    var answer =
        Members.object()
            .put("stateMachineArn", arn)
            .put("running", counts.running())
            .put("queued", counts.queued());
    parts.limits().find(arn).ifPresent(entry -> put(answer, entry));
    return Reply.of(answer);
  }

  private static void put(ObjectNode answer, LimitsEntry entry) {
    var limits = entry.limits();
    if (limits.maxConcurrency() != null) {
      answer.put("maxConcurrency", limits.maxConcurrency());
    }
    if (limits.maxConcurrencyPerKey() != null) {
      answer.put("maxConcurrencyPerKey", limits.maxConcurrencyPerKey());
    }
    Members.text(answer, "keyPath", limits.keyPath());
    answer.put("maxQueued", limits.maxQueued());
    Members.time(answer, "updateDate", entry.changedAt());
  }
}
