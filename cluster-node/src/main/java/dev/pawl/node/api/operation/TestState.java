package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.expression.Chance;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.trial.IllegalTrialException;
import dev.pawl.engine.trial.Mock;
import dev.pawl.engine.trial.Mock.FieldValidationMode;
import dev.pawl.engine.trial.Trial;
import dev.pawl.engine.trial.TrialOutcome;
import dev.pawl.engine.trial.TrialPlace;
import dev.pawl.engine.trial.TrialRequest;
import dev.pawl.engine.trial.TrialRequest.StateConfiguration;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.OperationRunner;
import dev.pawl.node.api.Reply;
import dev.pawl.node.execution.TaskPort;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries one state on its own. A Task without a mock really calls its function or service; its error
 * is States.Timeout when that takes longer than the state allows, or than five minutes.
 */
final class TestState implements Operation.Asking {

  /** API reference, "TestState". */
  private static final int SECONDS_MAX = 300;

  private static final Set<String> INSPECTED = Set.of("DEBUG", "TRACE");

  private final ExecutionDoor executions;
  private final TrialPlace place;
  private final OperationRunner runner;
  private final InstantSource clock;

  /**
   * @param runner does the state's own work, which may take some seconds of a processor
   */
  TestState(
      ExecutionDoor executions, TrialPlace place, OperationRunner runner, InstantSource clock) {
    this.executions = executions;
    this.place = place;
    this.runner = runner;
    this.clock = clock;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.TEST_STATE;
  }

  @Override
  public boolean isPrompt() {
    return false;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    var inspected = INSPECTED.contains(call.input().findText("inspectionLevel").orElse("INFO"));
    return runner
        .blocking(() -> run(call.input()))
        .thenCompose(outcome -> outcome)
        .thenApply(outcome -> reply(outcome, inspected));
  }

  private CompletionStage<TrialOutcome> run(Input input) {
    try {
      var trial = Trial.of(request(input), place, chance());
      return switch (trial.begin()) {
        case Trial.Step.Ended ended -> CompletableFuture.completedFuture(ended.outcome());
        case Trial.Step.Call asked -> called(trial, asked);
      };
    } catch (InvalidDefinitionException e) {
      throw StepFunctionsErrors.invalidDefinition(String.valueOf(e.getMessage()));
    } catch (IllegalTrialException e) {
      throw refused(e);
    }
  }

  private static ApiError refused(IllegalTrialException e) {
    var message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case VALIDATION_EXCEPTION -> ApiError.validation(message);
      case INVALID_DEFINITION -> StepFunctionsErrors.invalidDefinition(message);
    };
  }

  private Chance chance() {
    return new Chance(
        new SplittableRandom(ThreadLocalRandom.current().nextLong()), clock.instant());
  }

  private CompletionStage<TrialOutcome> called(Trial trial, Trial.Step.Call asked) {
    var task =
        new Effect.CallTask(0, asked.target(), asked.parameters(), "", asked.credentialsRoleArn());
    var seconds = Math.min(asked.timeoutSeconds().orElse(SECONDS_MAX), SECONDS_MAX);
    return executions
        .call(task)
        .toCompletableFuture()
        .completeOnTimeout(
            new TaskPort.Result.Failed("States.Timeout", null), seconds, TimeUnit.SECONDS)
        .thenApply(result ->
            switch (result) {
              case TaskPort.Result.Succeeded succeeded -> trial.succeeded(succeeded.output());
              case TaskPort.Result.Failed failed -> trial.failed(failed.error(), failed.cause());
            });
  }

  // ---- the request

  private static TrialRequest request(Input input) throws IllegalTrialException {
    var mock = mock(input.structureOrNull("mock"));
    if (mock != null && input.flag("revealSecrets", false)) {
      throw ApiError.validation(
          "TestState does not support RevealSecrets when a mock is specified.");
    }
    return new TrialRequest(
        input.text("definition"),
        input.textOrNull("stateName"),
        ExecutionInput.of(input),
        variables(input.textOrNull("variables")),
        json(
            input.textOrNull("context"),
            "Invalid Context object provided: Context object must be valid JSON"),
        mock,
        input.textOrNull("roleArn"),
        configuration(input.structureOrNull("stateConfiguration")));
  }

  private static @Nullable Mock mock(@Nullable Input mock) throws IllegalTrialException {
    if (mock == null) {
      return null;
    }
    if (mock.has("result") == mock.has("errorOutput")) {
      throw ApiError.validation(
          "A test mock should have only one of the following fields: [result, errorOutput].");
    }
    var error = mock.structureOrNull("errorOutput");
    return error == null
        ? Mock.result(
            mock.text("result"),
            FieldValidationMode.valueOf(mock.findText("fieldValidationMode").orElse("STRICT")))
        : new Mock.ErrorOutput(error.textOrNull("error"), error.textOrNull("cause"));
  }

  private static StateConfiguration configuration(@Nullable Input given) {
    if (given == null) {
      return StateConfiguration.NONE;
    }
    var failures = given.findInt("mapIterationFailureCount");
    return new StateConfiguration(
        given.findInt("retrierRetryCount").orElse(0),
        failures.isPresent() ? failures.getAsInt() : null,
        json(given.textOrNull("mapItemReaderData"), "MapItemReaderData must be valid JSON"));
  }

  private static Map<String, JsonNode> variables(@Nullable String text) {
    var json = json(text, "Variables must be valid JSON");
    if (json != null && !json.isObject()) {
      throw ApiError.validation("Variables must be a JSON object");
    }
    var variables = new LinkedHashMap<String, JsonNode>();
    if (json != null) {
      json.properties().forEach(member -> variables.put(member.getKey(), member.getValue()));
    }
    return variables;
  }

  private static @Nullable JsonNode json(@Nullable String text, String complaint) {
    try {
      return text == null ? null : Json.parse(text);
    } catch (JsonTextException e) {
      throw ApiError.validation(complaint);
    }
  }

  // ---- the answer

  private static Reply reply(TrialOutcome outcome, boolean inspected) {
    var answer = Members.object();
    if (outcome.output() != null) {
      answer.put("output", outcome.output().text());
    }
    Members.text(answer, "error", outcome.error());
    Members.text(answer, "cause", outcome.cause());
    if (inspected) {
      answer.set("inspectionData", outcome.inspectionData());
    }
    Members.text(answer, "nextState", outcome.nextState());
    answer.put("status", outcome.status().name());
    return Reply.of(answer);
  }
}
