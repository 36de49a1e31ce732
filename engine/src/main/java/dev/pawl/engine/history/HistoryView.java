package dev.pawl.engine.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.TaskKind;
import dev.pawl.engine.execution.TaskTarget;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows stored events as the HistoryEvents of the API (API reference, GetExecutionHistory). */
public final class HistoryView {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MILLIS_SCALE = 3;

  private final String region;
  private final boolean includeExecutionData;

  /**
   * @param region what TaskScheduled events name as the region
   * @param includeExecutionData whether inputs, outputs and parameters are shown
   */
  public HistoryView(String region, boolean includeExecutionData) {
    this.region = region;
    this.includeExecutionData = includeExecutionData;
  }

  /** Whether the API shows this event at all. */
  public static boolean isShown(Recorded recorded) {
    return !(recorded.event() instanceof Event.Internal);
  }

  /** One HistoryEvent. Only for events that are shown. */
  public ObjectNode toApi(Recorded recorded) {
    var node = JSON.objectNode();
    node.set(
        "timestamp",
        DecimalNode.valueOf(BigDecimal.valueOf(recorded.at().toEpochMilli(), MILLIS_SCALE)));
    node.put("type", type(recorded.event()));
    node.put("id", recorded.id());
    node.put("previousEventId", recorded.previousId());
    details(node, recorded.event());
    return node;
  }

  /** The API's name of the event's type. */
  public static String type(Event event) {
    return switch (event) {
      case Event.StateEntered e -> e.state().label() + "StateEntered";
      case Event.StateExited e -> e.state().label() + "StateExited";
      case Event.StateAborted e -> e.state().label() + "StateAborted";
      case Event.TaskScheduled e -> family(e.target()) + "Scheduled";
      case Event.TaskStarted e -> family(e.target()) + "Started";
      case Event.TaskSubmitted e -> family(e.target()) + "Submitted";
      case Event.TaskSucceeded e -> family(e.target()) + "Succeeded";
      case Event.TaskFailed e -> family(e.target()) + "Failed";
      case Event.TaskTimedOut e -> family(e.target()) + "TimedOut";
      case Event.ExecutionStarted ignored -> "ExecutionStarted";
      case Event.ExecutionRedriven ignored -> "ExecutionRedriven";
      case Event.ExecutionSucceeded ignored -> "ExecutionSucceeded";
      case Event.ExecutionFailed ignored -> "ExecutionFailed";
      case Event.ExecutionAborted ignored -> "ExecutionAborted";
      case Event.ExecutionTimedOut ignored -> "ExecutionTimedOut";
      case Event.ParallelStateStarted ignored -> "ParallelStateStarted";
      case Event.ParallelStateSucceeded ignored -> "ParallelStateSucceeded";
      case Event.ParallelStateFailed ignored -> "ParallelStateFailed";
      case Event.MapStateStarted ignored -> "MapStateStarted";
      case Event.MapStateSucceeded ignored -> "MapStateSucceeded";
      case Event.MapStateFailed ignored -> "MapStateFailed";
      case Event.MapIterationStarted ignored -> "MapIterationStarted";
      case Event.MapIterationSucceeded ignored -> "MapIterationSucceeded";
      case Event.MapIterationFailed ignored -> "MapIterationFailed";
      case Event.MapIterationAborted ignored -> "MapIterationAborted";
      case Event.MapRunStarted ignored -> "MapRunStarted";
      case Event.MapRunRedriven ignored -> "MapRunRedriven";
      case Event.MapRunSucceeded ignored -> "MapRunSucceeded";
      case Event.MapRunFailed ignored -> "MapRunFailed";
      case Event.MapRunAborted ignored -> "MapRunAborted";
      case Event.EvaluationFailed ignored -> "EvaluationFailed";
      case Event.Internal internal ->
          throw new AssertionError("Expected an event that the API shows, but found " + internal);
    };
  }

  private static String family(TaskTarget target) {
    return switch (target.kind()) {
      case LAMBDA -> "LambdaFunction";
      case ACTIVITY -> "Activity";
      case SERVICE -> "Task";
    };
  }

  private void details(ObjectNode node, Event event) {
    var name = member(type(event));
    switch (event) {
      case Event.ExecutionStarted e -> {
        var details = node.putObject(name);
        data(details, "input", e.input());
        details.put("roleArn", e.roleArn());
        put(details, "stateMachineAliasArn", e.revision().aliasArn());
        put(details, "stateMachineVersionArn", e.revision().versionArn());
      }
      case Event.ExecutionRedriven e -> node.putObject(name).put("redriveCount", e.redriveCount());
      case Event.ExecutionSucceeded e -> data(node.putObject(name), "output", e.output());
      case Event.ExecutionFailed e -> error(node.putObject(name), e.error(), e.cause());
      case Event.ExecutionAborted e -> error(node.putObject(name), e.error(), e.cause());
      case Event.ExecutionTimedOut e -> error(node.putObject(name), e.error(), e.cause());
      case Event.StateEntered e -> {
        var details = node.putObject("stateEnteredEventDetails");
        details.put("name", e.name());
        data(details, "input", e.input());
      }
      case Event.StateExited e -> exited(node.putObject("stateExitedEventDetails"), e);
      case Event.TaskScheduled e -> scheduled(node.putObject(name), e);
      case Event.TaskStarted e -> started(node, name, e);
      case Event.TaskSubmitted e -> result(node.putObject(name), e.target(), e.output());
      case Event.TaskSucceeded e -> result(node.putObject(name), e.target(), e.output());
      case Event.TaskFailed e -> failed(node.putObject(name), e.target(), e.error(), e.cause());
      case Event.TaskTimedOut e -> failed(node.putObject(name), e.target(), e.error(), e.cause());
      case Event.MapStateStarted e -> node.putObject(name).put("length", e.length());
      case Event.MapIterationStarted e -> iteration(node.putObject(name), e.name(), e.index());
      case Event.MapIterationSucceeded e -> iteration(node.putObject(name), e.name(), e.index());
      case Event.MapIterationFailed e -> iteration(node.putObject(name), e.name(), e.index());
      case Event.MapIterationAborted e -> iteration(node.putObject(name), e.name(), e.index());
      case Event.MapRunStarted e -> node.putObject(name).put("mapRunArn", e.mapRunArn());
      case Event.MapRunRedriven e ->
          node.putObject(name)
              .put("mapRunArn", e.mapRunArn())
              .put("redriveCount", e.redriveCount());
      case Event.MapRunFailed e -> error(node.putObject(name), e.error(), e.cause());
      case Event.MapRunSucceeded ignored -> {}
      case Event.MapRunAborted ignored -> {}
      case Event.EvaluationFailed e -> evaluationFailed(node.putObject(name), e);
      case Event.StateAborted ignored -> {}
      case Event.ParallelStateStarted ignored -> {}
      case Event.ParallelStateSucceeded ignored -> {}
      case Event.ParallelStateFailed ignored -> {}
      case Event.MapStateSucceeded ignored -> {}
      case Event.MapStateFailed ignored -> {}
      case Event.Internal ignored -> {}
    }
  }

  private static String member(String type) {
    return Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventDetails";
  }

  private void exited(ObjectNode details, Event.StateExited e) {
    details.put("name", e.name());
    data(details, "output", e.output());
    if (!e.assignedVariables().isEmpty() && includeExecutionData) {
      details.set("assignedVariables", variables(e.assignedVariables()));
      details.set("assignedVariablesDetails", notTruncated());
    }
  }

  private static ObjectNode variables(Map<String, JsonNode> assigned) {
    var variables = JSON.objectNode();
    assigned.forEach((name, value) -> variables.put(name, Json.write(value)));
    return variables;
  }

  private void scheduled(ObjectNode details, Event.TaskScheduled e) {
    target(details, e.target());
    if (e.target().kind() == TaskKind.SERVICE) {
      details.put("region", region);
      if (includeExecutionData) {
        details.put("parameters", e.parameters().text());
      }
    } else {
      details.put("resource", e.target().resource());
      data(details, "input", e.parameters());
    }
    put(details, "timeoutInSeconds", e.timeoutSeconds());
    put(details, "heartbeatInSeconds", e.heartbeatSeconds());
    if (e.credentialsRoleArn() != null) {
      details.putObject("taskCredentials").put("roleArn", e.credentialsRoleArn());
    }
  }

  private static void started(ObjectNode node, String name, Event.TaskStarted e) {
    switch (e.target().kind()) {
      case LAMBDA -> {}
      case ACTIVITY -> put(node.putObject(name), "workerName", e.workerName());
      case SERVICE -> target(node.putObject(name), e.target());
    }
  }

  private void result(ObjectNode details, TaskTarget target, Payload output) {
    target(details, target);
    data(details, "output", output);
  }

  private static void failed(
      ObjectNode details, TaskTarget target, @Nullable String error, @Nullable String cause) {
    target(details, target);
    error(details, error, cause);
  }

  private static void evaluationFailed(ObjectNode details, Event.EvaluationFailed e) {
    error(details, e.error(), e.cause());
    put(details, "location", e.location());
    details.put("state", e.state());
  }

  private static void iteration(ObjectNode details, String name, int index) {
    details.put("name", name).put("index", index);
  }

  private static void target(ObjectNode details, TaskTarget target) {
    if (target.kind() == TaskKind.SERVICE) {
      details.put("resourceType", target.resourceType()).put("resource", target.resource());
    }
  }

  private static void error(ObjectNode details, @Nullable String error, @Nullable String cause) {
    put(details, "error", error);
    put(details, "cause", cause);
  }

  private static void put(ObjectNode details, String member, @Nullable String value) {
    if (value != null) {
      details.put(member, value);
    }
  }

  private static void put(ObjectNode details, String member, @Nullable Integer value) {
    if (value != null) {
      details.put(member, value);
    }
  }

  private void data(ObjectNode details, String member, Payload payload) {
    if (includeExecutionData) {
      details.put(member, payload.text());
      details.set(member + "Details", notTruncated());
    }
  }

  private static ObjectNode notTruncated() {
    return JSON.objectNode().put("truncated", false);
  }
}
