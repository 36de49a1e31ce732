package dev.pawl.engine.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.expression.Chance;
import java.util.Map;

/** The Context object of a trial: an invented one, or the one that is given. */
final class TrialContext {

  private enum Kind {
    STRING,
    NUMBER,
    ANY
  }

  private static final Map<String, Map<String, Kind>> FIELDS =
      Map.of(
          "Execution",
          Map.of(
              "Id",
              Kind.STRING,
              "Input",
              Kind.ANY,
              "Name",
              Kind.STRING,
              "RoleArn",
              Kind.STRING,
              "StartTime",
              Kind.STRING,
              "RedriveCount",
              Kind.NUMBER,
              "RedriveTime",
              Kind.STRING),
          "StateMachine",
          Map.of("Id", Kind.STRING, "Name", Kind.STRING),
          "State",
          Map.of("EnteredTime", Kind.STRING, "Name", Kind.STRING, "RetryCount", Kind.NUMBER),
          "Task",
          Map.of("Token", Kind.STRING));

  private TrialContext() {}

  /**
   * A context object that is given takes the place of all.
   *
   * @throws IllegalTrialException if it is none, or does not fit the state
   */
  static ObjectNode checked(JsonNode given, boolean hasToken) throws IllegalTrialException {
    if (!(given instanceof ObjectNode context)) {
      throw refused("Context object must be a JSON object");
    }
    for (var member : context.properties()) {
      checkMember(member.getKey(), member.getValue());
    }
    if (context.has("Task") && !hasToken) {
      throw refused(
          "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern");
    }
    return context.deepCopy();
  }

  private static void checkMember(String name, JsonNode value) throws IllegalTrialException {
    if (name.equals("Map")) {
      throw refused("'Map' field is not supported when mocking a Context object");
    }
    var fields = FIELDS.get(name);
    if (fields == null) {
      throw refused("Field '" + name + "' is not allowed");
    }
    if (!value.isObject()) {
      throw refused(name + " must be an object");
    }
    for (var field : value.properties()) {
      var kind = fields.get(field.getKey());
      if (kind == null) {
        throw refused("Field '" + field.getKey() + "' is not allowed");
      }
      checkKind(name + "." + field.getKey(), kind, field.getValue());
    }
  }

  private static void checkKind(String where, Kind kind, JsonNode value)
      throws IllegalTrialException {
    switch (kind) {
      case STRING -> {
        if (!value.isTextual()) {
          throw refused(where + " must be a string");
        }
      }
      case NUMBER -> {
        if (!value.isNumber()) {
          throw refused(where + " must be a number");
        }
      }
      case ANY -> {}
    }
  }

  private static IllegalTrialException refused(String why) {
    return new IllegalTrialException("Invalid Context object provided: " + why);
  }

  /** Recorded: the execution of a trial is an Express one of a machine without a name. */
  static ObjectNode invented(
      TrialRequest request, Subject subject, boolean hasToken, TrialPlace place, Chance chance) {
    var machine = chance.uuid().toString();
    var name = chance.uuid().toString();
    var context = JsonNodeFactory.instance.objectNode();
    var execution = context.putObject("Execution");
    execution.put("Id", place.arn("express:" + machine + ":" + name));
    execution.set("Input", request.input().node());
    execution.put("Name", name);
    execution.put("RoleArn", request.roleArn());
    execution.put("StartTime", chance.now().toString());
    context
        .putObject("StateMachine")
        .put("Id", place.arn("stateMachine:" + machine))
        .put("Name", machine);
    var state = context.putObject("State");
    state.put("Name", subject.state().name());
    state.put("EnteredTime", chance.now().toString());
    if (isRetried(subject.state().type())) {
      state.put("RetryCount", request.configuration().retrierRetryCount());
    }
    if (hasToken) {
      context.putObject("Task").put("Token", chance.uuid().toString());
    }
    return context;
  }

  private static boolean isRetried(StateType type) {
    return type == StateType.TASK || type == StateType.MAP || type == StateType.PARALLEL;
  }
}
