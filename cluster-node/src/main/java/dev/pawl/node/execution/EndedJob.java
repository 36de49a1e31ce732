package dev.pawl.node.execution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.execution.TaskToken;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The end of an execution as the task that started it gets it: what DescribeExecution would answer.
 * With {@code .sync} its input and output are strings, with {@code .sync:2} the JSON they hold.
 */
record EndedJob(Effect.Ended end, boolean parsed) {

  static EndedJob of(Effect.TellStarter tell) {
    return new EndedJob(tell.end(), tell.startedBy().resource().endsWith(".sync:2"));
  }

  /** Recorded: whatever ended the execution, the task fails with States.TaskFailed. */
  Command command(TaskToken token) {
    return end.status() == ExecutionStatus.SUCCEEDED
        ? new Command.SucceedTask(token.taskId(), Payload.of(description()), token.seal())
        : new Command.FailTask(
            token.taskId(), "States.TaskFailed", Json.write(description()), token.seal());
  }

  private ObjectNode description() {
    var node = JsonNodeFactory.instance.objectNode();
    text(node, "Cause", end.cause());
    text(node, "Error", end.error());
    node.put("ExecutionArn", end.executionArn());
    data(node, "Input", end.input());
    node.put("Name", end.name());
    if (end.output() != null) {
      data(node, "Output", end.output());
    }
    node.put("RedriveCount", 0);
    if (end.status() == ExecutionStatus.SUCCEEDED) {
      node.put("RedriveStatus", "NOT_REDRIVABLE");
      node.put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
    } else {
      node.put("RedriveStatus", "REDRIVABLE");
    }
    node.put("StartDate", end.startDate().toEpochMilli());
    node.put("StateMachineArn", end.stateMachineArn());
    node.put("Status", end.status().name());
    node.put("StopDate", end.stopDate().toEpochMilli());
    return node;
  }

  private void data(ObjectNode node, String name, Payload payload) {
    if (parsed) {
      node.set(name, payload.node());
    } else {
      node.put(name, payload.text());
    }
    node.putObject(name + "Details").put("Included", true);
  }

  private static void text(ObjectNode node, String name, @Nullable String text) {
    if (text != null) {
      node.put(name, text);
    }
  }
}
