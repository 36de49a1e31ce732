package dev.pawl.node.execution;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Effect;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The calls this node makes for its executions. One attempt is never called twice at the same time;
 * the answer goes to the execution wherever it lives by then.
 */
final class TaskCalls {
  private final TaskPort port;
  private final BiConsumer<String, Command> executions;
  private final Set<Key> running = ConcurrentHashMap.newKeySet();

  private record Key(String executionArn, long taskId) {}

  /**
   * @param executions tells an execution, by its ARN, what has become of a task
   */
  TaskCalls(TaskPort port, BiConsumer<String, Command> executions) {
    this.port = port;
    this.executions = executions;
  }

  void begin(String executionArn, Effect.CallTask call) {
    var key = new Key(executionArn, call.taskId());
    if (running.add(key)) {
      port.call(executionArn, call)
          .whenComplete((result, failure) -> {
            running.remove(key);
            executions.accept(executionArn, answer(call, result, failure));
          });
    }
  }

  void cancel(String executionArn, Effect.CancelTask cancel) {
    if (running.contains(new Key(executionArn, cancel.taskId()))) {
      port.cancel(executionArn, cancel);
    }
  }

  private static Command answer(Effect.CallTask call, TaskPort.Result result, Throwable failure) {
    if (failure != null) {
      return new Command.FailTask(
          call.taskId(), "States.TaskFailed", String.valueOf(failure.getMessage()), null);
    }
    return switch (result) {
      case TaskPort.Result.Succeeded succeeded when call.target().waitsForTaskToken() ->
          new Command.SubmitTask(call.taskId(), succeeded.output());
      case TaskPort.Result.Succeeded succeeded ->
          new Command.SucceedTask(call.taskId(), succeeded.output(), null);
      case TaskPort.Result.Failed failed ->
          new Command.FailTask(call.taskId(), failed.error(), failed.cause(), null);
    };
  }
}
