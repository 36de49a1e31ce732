package dev.pawl.node.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.execution.TaskPort.Result;
import dev.pawl.node.function.FunctionThrottled;
import dev.pawl.node.function.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are functions: a function's ARN as the Resource, and the optimized integration {@code
 * lambda:invoke} (developer guide, "Invoke Lambda with Step Functions"). Errors come as AWS reports
 * them.
 */
public final class FunctionTasks {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int NO_CONTENT = 204;

  private final Functions functions;
  private final Clock clock;

  public FunctionTasks(Functions functions, Clock clock) {
    this.functions = functions;
    this.clock = clock;
  }

  /** The Resource is the function's ARN; its result is the task's. */
  CompletionStage<Result> call(Effect.CallTask task) {
    var requestId = UUID.randomUUID().toString();
    return functions
        .invoke(task.target().resource(), requestId, bytes(task.parameters().text()))
        .handle((result, failure) ->
            failure != null
                ? failed(failure, requestId)
                : result.functionError() != null
                    ? handlerFailed(text(result), text(result))
                    : succeeded(text(result)));
  }

  /** {@code lambda:invoke}: the parameters name the function and hold its payload. */
  CompletionStage<Result> invoke(Effect.CallTask task) {
    var parameters = task.parameters().node();
    var name = parameters.path("FunctionName");
    if (!name.isTextual() || name.asText().isEmpty()) {
      return completed(
          failure(
              "Lambda.ValidationException",
              "Expected FunctionName to be a string, but found " + name));
    }
    var functionName = qualified(name.asText(), parameters.path("Qualifier"));
    return switch (parameters.path("InvocationType").asText("RequestResponse")) {
      case "RequestResponse" -> requestResponse(functionName, parameters);
      case "Event" -> event(functionName, parameters);
      case "DryRun" -> completed(new Result.Succeeded(Payload.of(accepted(NO_CONTENT, id()))));
      default ->
          completed(
              failure(
                  "Lambda.InvalidParameterValueException",
                  "Expected InvocationType to be RequestResponse, Event or DryRun, but found "
                      + parameters.path("InvocationType")));
    };
  }

  private CompletionStage<Result> requestResponse(String functionName, JsonNode parameters) {
    var requestId = id();
    return functions
        .invoke(functionName, requestId, bytes(payload(parameters)))
        .handle((result, failure) ->
            failure != null
                ? failed(failure, requestId)
                : result.functionError() != null
                    ? handlerFailed(text(result), compact(text(result)))
                    : response(result, requestId));
  }

  private CompletionStage<Result> event(String functionName, JsonNode parameters) {
    var requestId = id();
    var invoked = functions.invoke(functionName, requestId, bytes(payload(parameters)));
    if (invoked.toCompletableFuture().isCompletedExceptionally()) {
      return invoked.handle((result, failure) -> failed(failure, requestId));
    }
    return completed(new Result.Succeeded(Payload.of(accepted(ACCEPTED, requestId))));
  }

  private static String qualified(String name, JsonNode qualifier) {
    return qualifier.isTextual() && !name.endsWith(":" + qualifier.asText())
        ? name + ":" + qualifier.asText()
        : name;
  }

  /** As AWS sends it: a string that holds JSON goes as the JSON that it holds, null as nothing. */
  private static String payload(JsonNode parameters) {
    var payload = parameters.path("Payload");
    if (payload.isMissingNode() || payload.isNull()) {
      return "{}";
    }
    return payload.isTextual() && isJson(payload.textValue())
        ? payload.textValue()
        : payload.toString();
  }

  private static boolean isJson(String text) {
    try {
      return !Payload.parse(text).node().isMissingNode();
    } catch (JsonTextException e) {
      return false;
    }
  }

  // ---- results

  private static Result succeeded(String text) {
    try {
      return new Result.Succeeded(Payload.parse(text));
    } catch (JsonTextException e) {
      return failure(
          "Lambda.Unknown", "Expected the function to return JSON, but found: " + e.getMessage());
    }
  }

  private Result response(InvocationResult result, String requestId) {
    try {
      var payload = Payload.parse(text(result));
      var output = JSON.objectNode();
      output.put("ExecutedVersion", result.executedVersion());
      output.set("Payload", payload.node());
      sdkMetadata(output, OK, requestId, result.payload().length, result.executedVersion());
      output.put("StatusCode", result.statusCode());
      return new Result.Succeeded(Payload.of(output));
    } catch (JsonTextException e) {
      return failure(
          "Lambda.Unknown", "Expected the function to return JSON, but found: " + e.getMessage());
    }
  }

  private ObjectNode accepted(int status, String requestId) {
    var output = JSON.objectNode();
    output.put("Payload", "");
    sdkMetadata(output, status, requestId, 0, null);
    return output.put("StatusCode", status);
  }

  private void sdkMetadata(
      ObjectNode output, int status, String requestId, int length, @Nullable String version) {
    var headers = JSON.objectNode();
    headers.put("Connection", "keep-alive");
    headers.put("Content-Length", Integer.toString(length));
    headers.put("Content-Type", "application/json");
    headers.put("Date", SdkMetadata.date(clock));
    if (version != null) {
      headers.put("X-Amz-Executed-Version", version);
    }
    headers.put("x-amzn-Remapped-Content-Length", "0");
    headers.put("x-amzn-RequestId", requestId);
    headers.put("X-Amzn-Trace-Id", "root=1-" + requestId.replace("-", "") + ";sampled=0");
    SdkMetadata.put(output, status, headers, requestId);
  }

  // ---- errors

  private static Result handlerFailed(String payload, String cause) {
    return failure(errorType(payload), cause);
  }

  private static String errorType(String payload) {
    try {
      var type = Payload.parse(payload).node().path("errorType");
      return type.isTextual() && !type.asText().isEmpty() ? type.asText() : "Lambda.Unknown";
    } catch (JsonTextException e) {
      return "Lambda.Unknown";
    }
  }

  private static String compact(String payload) {
    try {
      return Payload.of(Payload.parse(payload).node()).text();
    } catch (JsonTextException e) {
      return payload;
    }
  }

  private static Result failed(Throwable failure, String requestId) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case Functions.FunctionNotFound missing ->
          serviceError(
              "ResourceNotFoundException",
              404,
              "Function not found: " + withQualifier(missing.functionArn()),
              requestId);
      case FunctionThrottled ignored ->
          serviceError("TooManyRequestsException", 429, "Rate Exceeded.", requestId);
      default ->
          serviceError("ServiceException", 500, String.valueOf(cause.getMessage()), requestId);
    };
  }

  private static String withQualifier(String arn) {
    return arn.split(":", -1).length > 7 ? arn : arn + ":$LATEST";
  }

  private static Result serviceError(String name, int status, String message, String requestId) {
    return failure(
        "Lambda." + name,
        "%s (Service: AWSLambda; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)"
            .formatted(message, status, name, requestId));
  }

  private static Result failure(String error, String cause) {
    return new Result.Failed(error, cause);
  }

  private static CompletionStage<Result> completed(Result result) {
    return CompletableFuture.completedFuture(result);
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static String text(InvocationResult result) {
    return new String(result.payload(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
