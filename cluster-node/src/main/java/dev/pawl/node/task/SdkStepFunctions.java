package dev.pawl.node.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.execution.TaskPort.Result;
import dev.pawl.protocol.awsjson.EpochSeconds;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The integration {@code aws-sdk:sfn}: every operation of this node's own API of Step Functions.
 * Members are written with a capital letter, dates as text, as all integrations by SDK have them.
 */
public final class SdkStepFunctions {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private volatile @Nullable StepFunctionsCalls calls;

  /** From now on it can be called. */
  public void open(StepFunctionsCalls api) {
    calls = api;
  }

  CompletionStage<Result> call(Effect.CallTask task) {
    var api = calls;
    if (api == null) {
      throw new IllegalStateException("Expected the node to have started.");
    }
    var operation = capitalized(task.target().resource());
    var members = renamed(task.parameters().node(), SdkStepFunctions::uncapitalized);
    return api.call(
            operation,
            members.isObject() ? members.withObject("") : JSON.objectNode(),
            invocationId(task))
        .thenApply(answer -> result(task, answer));
  }

  /** The same for the same attempt; a state tried alone has none. */
  private static String invocationId(Effect.CallTask task) {
    return task.taskToken().isEmpty() ? UUID.randomUUID().toString() : task.taskToken();
  }

  private static Result result(Effect.CallTask task, StepFunctionsCalls.Answer answer) {
    return switch (answer) {
      case StepFunctionsCalls.Answer.Given given ->
          new Result.Succeeded(Payload.of(renamed(given.members(), SdkStepFunctions::capitalized)));
      case StepFunctionsCalls.Answer.Refused refused -> failed(task, refused);
    };
  }

  private static Result failed(Effect.CallTask task, StepFunctionsCalls.Answer.Refused refused) {
    if (refused.type().equals("UnknownOperationException")) {
      return new Result.Failed(
          "States.Runtime",
          "Expected an action of Step Functions, but found '%s'."
              .formatted(task.target().resource()));
    }
    return refused(refused.type(), refused.message(), refused.status());
  }

  /** A refusal as the SDK words it. */
  static Result refused(String type, String message, int status) {
    return new Result.Failed(
        "Sfn." + type.replaceFirst("(Exception)?$", "Exception"),
        "%s (Service: Sfn, Status Code: %d, Request ID: %s) (SDK Attempt Count: 1)"
            .formatted(message, status, UUID.randomUUID()));
  }

  // ---- members

  private static JsonNode renamed(JsonNode node, UnaryOperator<String> name) {
    if (node.isObject()) {
      var object = JSON.objectNode();
      node.properties()
          .forEach(member ->
              object.set(
                  name.apply(member.getKey()),
                  isDate(member.getKey(), member.getValue())
                      ? JSON.textNode(
                          EpochSeconds.instant(member.getValue().decimalValue()).toString())
                      : renamed(member.getValue(), name)));
      return object;
    }
    if (node.isArray()) {
      var array = JSON.arrayNode();
      node.forEach(element -> array.add(renamed(element, name)));
      return array;
    }
    return node;
  }

  private static boolean isDate(String name, JsonNode value) {
    return value.isNumber() && (name.endsWith("Date") || name.equals("timestamp"));
  }

  private static String capitalized(String name) {
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String uncapitalized(String name) {
    return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
