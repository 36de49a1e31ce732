package dev.pawl.node.api.operation;

import dev.pawl.engine.limit.ConcurrencyLimits;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sets how many executions of a state machine may run at once. It answers when no node starts
 * executions by what it remembers from before: whatever is started after the answer is counted.
 */
final class PutConcurrencyLimits implements Operation.Asking {

  private final LimitOperations.Parts parts;
  private final OperationRunner runner;

  PutConcurrencyLimits(LimitOperations.Parts parts, OperationRunner runner) {
    this.parts = parts;
    this.runner = runner;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.PUT_CONCURRENCY_LIMITS;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var arn = call.input().text("stateMachineArn");
    var limits = limits(call.input());
    var now = parts.clock().instant();
    return runner
        .blocking(() -> store(arn, limits, now))
        .thenCompose(stored -> stored)
        .thenApplyAsync(
            stored -> reply(now),
            CompletableFuture.delayedExecutor(
                parts.remembered().toMillis(), TimeUnit.MILLISECONDS));
  }

  private CompletableFuture<Boolean> store(String arn, ConcurrencyLimits limits, Instant now) {
    if (!parts.machine(arn).type().equals("STANDARD")) {
      throw StepFunctionsErrors.stateMachineTypeNotSupported();
    }
    return parts.limits().put(arn, limits, now);
  }

  private static ConcurrencyLimits limits(Input input) {
    var maxQueued = input.findInt("maxQueued");
    var limits =
        new ConcurrencyLimits(
            orNull(input.findInt("maxConcurrency")),
            orNull(input.findInt("maxConcurrencyPerKey")),
            StoredText.orNull(input, "keyPath"),
            maxQueued.orElse(ConcurrencyLimits.QUEUED_DEFAULT));
    limits
        .problem()
        .ifPresent(problem -> {
          throw ApiError.validation(problem);
        });
    return limits;
  }

  private static @Nullable Integer orNull(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  private static Reply reply(Instant now) {
    return Reply.of(Members.time(Members.object(), "updateDate", now));
  }
}
