package dev.pawl.node.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.StartedBy;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.execution.Launch;
import dev.pawl.node.execution.StartOutcome;
import dev.pawl.node.execution.StartRequest;
import dev.pawl.node.execution.TaskPort.Result;
import dev.pawl.persistence.limit.PermitTable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that start executions: {@code states:startExecution} in all its patterns (developer guide,
 * "Start workflow executions from a task state"), and the same by the SDK.
 *
 * <p>The execution that is started knows the token of the task, so starting it again, after a
 * crash, starts nothing: a name that the definition does not give follows from the token. How its
 * end gets back to the task is the started execution's own concern.
 */
public final class NestedExecutions {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Payload NO_INPUT = Payload.ofStoredText("{}");
  private static final int NAME_CHARS_MAX = 80;
  private static final long AGAIN_SECONDS = 1;

  /** A version or an alias behind the ARN of a state machine. */
  private static final Pattern QUALIFIER = Pattern.compile("^((?:[^:]*:){6}[^:]*):.*$");

  private static final Pattern ILLEGAL_IN_NAME =
      Pattern.compile("[\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}]");

  private final Function<String, Optional<Launch>> machines;
  private final Predicate<String> isRunning;
  private final PermitTable permits;
  private final Executor blocking;
  private final Clock clock;
  private final int inputBytesMax;
  private volatile @Nullable Executions executions;

  /**
   * @param machines finds a state machine, version or alias by its ARN; may block
   * @param isRunning whether there is a running execution of that ARN; may block
   * @param permits how many executions wait their turn
   * @param inputBytesMax how long the input of a started execution may be
   */
  public NestedExecutions(
      Function<String, Optional<Launch>> machines,
      Predicate<String> isRunning,
      PermitTable permits,
      Executor blocking,
      Clock clock,
      int inputBytesMax) {
    this.inputBytesMax = inputBytesMax;
    this.machines = machines;
    this.isRunning = isRunning;
    this.permits = permits;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** From now on executions can be started. */
  public void open(Executions living) {
    executions = living;
  }

  private Executions executions() {
    var living = executions;
    if (living == null) {
      throw new IllegalStateException("Expected the node to have started.");
    }
    return living;
  }

  /** Why nothing is started, in AWS's words. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String name;

    Refused(String name, String message) {
      super(message, null, false, false);
      this.name = name;
    }

    Result result(Effect.CallTask task) {
      if (task.target().resourceType().startsWith("aws-sdk:")) {
        return SdkStepFunctions.refused(name, String.valueOf(getMessage()), 400);
      }
      return new Result.Failed(
          "StepFunctions." + name + "Exception",
          "%s (Service: AWSStepFunctions; Status Code: 400; Error Code: %s; Request ID: %s; Proxy: null)"
              .formatted(getMessage(), name, UUID.randomUUID()));
    }
  }

  CompletionStage<Result> start(Effect.CallTask task) {
    return CompletableFuture.supplyAsync(() -> request(task), blocking)
        .thenCompose(request -> executions().start(request))
        .thenApply(outcome -> result(task, outcome))
        .exceptionallyCompose(failure ->
            refusal(failure)
                .map(refused -> CompletableFuture.completedFuture(refused.result(task)))
                .orElseGet(() -> again(task)));
  }

  /** The database or the execution's node is away for a moment: asking twice is asking once. */
  private CompletableFuture<Result> again(Effect.CallTask task) {
    return CompletableFuture.supplyAsync(
            () -> task, CompletableFuture.delayedExecutor(AGAIN_SECONDS, TimeUnit.SECONDS))
        .thenCompose(this::start);
  }

  private static Optional<Refused> refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refused refused) {
        return Optional.of(refused);
      }
    }
    return Optional.empty();
  }

  /**
   * Stops the execution that a task has started and no longer waits for. As with AWS this is done
   * as well as it can be: a node that dies at this very moment leaves it running.
   */
  void stop(Effect.StopJob job) {
    blocking.execute(() -> {
      var execution = executionArn(job.parameters().node(), job.taskToken());
      if (isRunning.test(execution)) {
        executions().stop(execution, null, null);
      }
    });
  }

  // ---- the request

  private StartRequest request(Effect.CallTask task) {
    var parameters = task.parameters().node();
    var machineArn = parameters.path("StateMachineArn").asText();
    var machine =
        machines
            .apply(machineArn)
            .orElseThrow(() ->
                new Refused(
                    "StateMachineDoesNotExist",
                    "State Machine Does Not Exist: '" + machineArn + "'"));
    if (machine.isDeleting()) {
      throw new Refused(
          "StateMachineDeleting", "State Machine is being deleted: '" + machineArn + "'");
    }
    if (machine.isQueueFull(permits)) {
      throw new Refused("ExecutionLimitExceeded", Launch.QUEUE_FULL);
    }
    var express = machine.isExpress();
    if (express && task.target().runsAJob()) {
      throw new Refused(
          "StateMachineTypeNotSupported",
          "This operation is not supported by this type of state machine");
    }
    var name = name(parameters, task.taskToken());
    var pinned = machine.pinned(ThreadLocalRandom.current().nextInt(Launch.CHANCES));
    return new StartRequest(
        express
            ? machine.machine().stateMachineArn().replace(":stateMachine:", ":express:")
                + ":"
                + name
                + ":"
                + id(task.taskToken() + "|express")
            : executionArn(parameters, task.taskToken()),
        name,
        machine.machine().stateMachineArn(),
        express,
        pinned.definitionHash(),
        pinned.roleArn(),
        input(parameters.path("Input")),
        parameters.path("TraceHeader").asText(null),
        task.taskToken().isEmpty()
            ? null
            : new StartedBy(task.taskToken(), task.target().resource()),
        pinned.revision(),
        machine.limited());
  }

  private static String executionArn(JsonNode parameters, String taskToken) {
    var machine = QUALIFIER.matcher(parameters.path("StateMachineArn").asText()).replaceFirst("$1");
    return machine.replace(":stateMachine:", ":execution:") + ":" + name(parameters, taskToken);
  }

  private static String name(JsonNode parameters, String taskToken) {
    var given = parameters.path("Name");
    if (!given.isTextual()) {
      return id(taskToken);
    }
    var name = given.textValue();
    if (name.isEmpty() || name.length() > NAME_CHARS_MAX || ILLEGAL_IN_NAME.matcher(name).find()) {
      throw new Refused("InvalidName", "Invalid Name: '" + name + "'");
    }
    return name;
  }

  /** The same for the same attempt; a state tried alone has none. */
  private static String id(String taskToken) {
    var id =
        taskToken.isEmpty()
            ? UUID.randomUUID()
            : UUID.nameUUIDFromBytes(taskToken.getBytes(StandardCharsets.UTF_8));
    return id.toString();
  }

  /** A string is the text of the input, anything else the input itself. */
  private Payload input(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return NO_INPUT;
    }
    try {
      var input =
          given.isTextual() ? Payload.parse(given.textValue()) : Payload.parse(Json.write(given));
      if (input.utf8Bytes() > inputBytesMax) {
        throw new Refused(
            "InvalidExecutionInput",
            "Invalid State Machine Execution Input: 'Input is longer than "
                + inputBytesMax
                + " bytes'");
      }
      return input;
    } catch (JsonTextException e) {
      throw new Refused(
          "InvalidExecutionInput",
          "Invalid State Machine Execution Input: '" + e.getMessage() + "'");
    }
  }

  // ---- the answer

  private Result result(Effect.CallTask task, StartOutcome outcome) {
    return switch (outcome) {
      case StartOutcome.AlreadyExists exists ->
          new Refused(
                  "ExecutionAlreadyExists",
                  "Execution Already Exists: '" + exists.executionArn() + "'")
              .result(task);
      case StartOutcome.Started started ->
          new Result.Succeeded(
              Payload.of(
                  task.target().resourceType().startsWith("aws-sdk:")
                      ? bySdk(started)
                      : optimized(started)));
    };
  }

  private static ObjectNode bySdk(StartOutcome.Started started) {
    return JSON.objectNode()
        .put("ExecutionArn", started.executionArn())
        .put("StartDate", started.startDate().toString());
  }

  private ObjectNode optimized(StartOutcome.Started started) {
    var output = JSON.objectNode().put("ExecutionArn", started.executionArn());
    var requestId = UUID.randomUUID().toString();
    var headers = JSON.objectNode();
    headers.put("connection", "keep-alive");
    headers.put(
        "Content-Length", Integer.toString(length(started.executionArn(), started.startDate())));
    headers.put("Content-Type", "application/x-amz-json-1.0");
    headers.put("Date", SdkMetadata.date(clock));
    headers.put("x-amzn-RequestId", requestId);
    SdkMetadata.put(output, 200, headers, requestId);
    return output.put("StartDate", started.startDate().toEpochMilli());
  }

  /** The length of the answer's body: {@code {"executionArn":"…","startDate":1.7E9}}. */
  private static int length(String executionArn, Instant startDate) {
    return "{\"executionArn\":\"\",\"startDate\":}".length()
        + executionArn.length()
        + String.valueOf(startDate.toEpochMilli()).length()
        + 1;
  }
}
