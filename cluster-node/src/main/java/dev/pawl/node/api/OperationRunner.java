package dev.pawl.node.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * Runs operations: blocking ones on threads of their own, so that the database never holds up the
 * threads that serve connections. At most so many may wait there; the next is refused at once.
 */
public final class OperationRunner {

  private final Executor blocking;
  private final int waitingMax;
  private final Duration answerMax;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param waitingMax how much work may wait at once
   * @param answerMax how long a prompt operation may take
   */
  public OperationRunner(Executor blocking, int waitingMax, Duration answerMax) {
    this.blocking = blocking;
    this.waitingMax = waitingMax;
    this.answerMax = answerMax;
  }

  /** On the dispatcher {@code pawl.api.blocking-dispatcher} of this system. */
  public static OperationRunner of(ActorSystem<?> system, ApiSettings settings) {
    var dispatcher = DispatcherSelector.fromConfig("pawl.api.blocking-dispatcher");
    return new OperationRunner(
        system.dispatchers().lookup(dispatcher), settings.waitingMax(), settings.answerMax());
  }

  CompletionStage<Reply> run(Operation operation, Call call) {
    var answer =
        switch (operation) {
          case Operation.Blocking blocking -> blocking(() -> blocking.answer(call));
          case Operation.Asking asking -> asking(asking, call);
        };
    return operation.isPrompt() ? inTime(answer) : answer;
  }

  /** What comes too late is done all the same: the caller asks again, here or elsewhere. */
  private <T> CompletionStage<T> inTime(CompletionStage<T> answer) {
    return answer
        .thenApply(given -> given)
        .toCompletableFuture()
        .orTimeout(answerMax.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure ->
            failure instanceof TimeoutException
                ? CompletableFuture.failedStage(
                    ApiError.unavailable(
                        "Expected an answer within %s, but there is none yet."
                            .formatted(answerMax)))
                : CompletableFuture.failedStage(failure));
  }

  /** Runs work that waits for a database or a disk. */
  public <T> CompletionStage<T> blocking(Supplier<T> work) {
    if (waiting.incrementAndGet() > waitingMax) {
      waiting.decrementAndGet();
      return CompletableFuture.failedStage(ApiError.throttled());
    }
    try {
      return CompletableFuture.supplyAsync(work, blocking)
          .whenComplete((answer, failure) -> waiting.decrementAndGet());
    } catch (RejectedExecutionException stopping) {
      waiting.decrementAndGet();
      return CompletableFuture.failedStage(ApiError.unavailable("The node is stopping."));
    }
  }

  private static CompletionStage<Reply> asking(Operation.Asking operation, Call call) {
    try {
      return operation.answer(call);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
