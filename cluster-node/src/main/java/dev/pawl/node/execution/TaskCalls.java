package dev.pawl.node.execution;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.TaskToken;
import dev.pawl.node.observe.LogFields;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The calls this node makes for its executions. One attempt is never called twice at the same time;
 * the answer goes to the execution wherever it lives by then.
 */
final class TaskCalls {
  private static final Logger LOG = LoggerFactory.getLogger(TaskCalls.class);
  private static final long AGAIN_MILLIS = 100;

  /** Stands for the end of an execution among its tasks, which are numbered from 1. */
  private static final long END = 0;

  private final TaskPort port;
  private final BiConsumer<String, Command> executions;
  private final BiFunction<String, Command, CompletionStage<ExecutionEntity.Reply>> ask;
  private final Set<Key> running = ConcurrentHashMap.newKeySet();

  private record Key(String executionArn, long taskId) {}

  /**
   * @param executions tells an execution, by its ARN, what has become of a task
   * @param ask as {@code executions}, and answers when that is durable
   */
  TaskCalls(
      TaskPort port,
      BiConsumer<String, Command> executions,
      BiFunction<String, Command, CompletionStage<ExecutionEntity.Reply>> ask) {
    this.port = port;
    this.executions = executions;
    this.ask = ask;
  }

  void begin(String executionArn, Effect.CallTask call) {
    var key = new Key(executionArn, call.taskId());
    if (running.add(key)) {
      port.call(executionArn, call)
          .whenComplete((result, failure) -> {
            running.remove(key);
            tellOfFailure(executionArn, call, failure);
            executions.accept(executionArn, answer(call, result, failure));
          });
    }
  }

  /** A port answers with what has gone wrong; what it throws nobody has foreseen. */
  private static void tellOfFailure(
      String executionArn, Effect.CallTask call, @Nullable Throwable failure) {
    if (failure != null) {
      try (var ignored = MDC.putCloseable(LogFields.EXECUTION_ARN, executionArn)) {
        LOG.warn(
            "Expected the call of task {} of {} to be answered, but it failed.",
            call.taskId(),
            executionArn,
            failure);
      }
    }
  }

  void cancel(String executionArn, Effect.CancelTask cancel) {
    if (running.contains(new Key(executionArn, cancel.taskId()))) {
      port.cancel(executionArn, cancel);
    }
  }

  private static boolean isAnsweredLater(Effect.CallTask call) {
    return call.target().waitsForTaskToken() || call.target().runsAJob();
  }

  /** Tells a task of its job's end, until its execution has taken notice or waits no more. */
  void tellStarter(String executionArn, Effect.TellStarter tell) {
    if (running.add(new Key(executionArn, END))) {
      tellOnce(executionArn, tell);
    }
  }

  private void tellOnce(String executionArn, Effect.TellStarter tell) {
    var token =
        TaskToken.parse(tell.startedBy().taskToken())
            .orElseThrow(() -> new AssertionError("Expected the starter's token to be readable."));
    ask.apply(token.executionArn(), EndedJob.of(tell).command(token))
        .whenComplete((reply, failure) -> {
          if (failure != null || reply.refused() == Decision.Reason.NOT_SUBMITTED) {
            CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> tellOnce(executionArn, tell));
          } else {
            running.remove(new Key(executionArn, END));
            executions.accept(executionArn, new Command.ConfirmStarterTold());
          }
        });
  }

  private static Command answer(Effect.CallTask call, TaskPort.Result result, Throwable failure) {
    if (failure != null) {
      return new Command.FailTask(
          call.taskId(), "States.TaskFailed", String.valueOf(failure.getMessage()), null);
    }
    return switch (result) {
      case TaskPort.Result.Succeeded succeeded when isAnsweredLater(call) ->
          new Command.SubmitTask(call.taskId(), succeeded.output());
      case TaskPort.Result.Succeeded succeeded ->
          new Command.SucceedTask(call.taskId(), succeeded.output(), null);
      case TaskPort.Result.Failed failed ->
          new Command.FailTask(call.taskId(), failed.error(), failed.cause(), null);
    };
  }
}
