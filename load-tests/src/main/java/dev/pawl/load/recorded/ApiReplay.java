package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tests of single calls: the call follows from the name under which its answer was kept. What the
 * client refused by itself is left out.
 */
final class ApiReplay {

  private final Recording recording;
  private final Corpus corpus;
  private final Stage stage;
  private final Masks masks;
  private final Scene scene;
  private @Nullable String machineArn;
  private @Nullable String executionArn;
  private @Nullable String activityArn;
  private @Nullable String machineName;
  private @Nullable LoggedEvents logged;

  ApiReplay(Recording recording, Corpus corpus, Stage stage) {
    this.recording = recording;
    this.corpus = corpus;
    this.stage = stage;
    this.scene = new Scene(recording, corpus, stage);
    this.masks = new Masks(recording.isBeforeRedrive());
  }

  Optional<Difference> run() throws InterruptedException {
    var script = script();
    for (var recorded : recording.answers().entrySet()) {
      if (Refusals.isOfClient(recorded.getValue())) {
        continue;
      }
      var difference =
          script.isPresent()
              ? played(script.get(), recorded.getKey(), recorded.getValue())
              : compared(recorded.getKey(), recorded.getValue());
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private Optional<Scene.Script> script() {
    return switch (recording.area()) {
      case "test_sfn_api_versioning" -> Optional.of(new VersioningScript(scene));
      case "test_sfn_api_aliasing" -> Optional.of(new AliasScript(scene));
      case "test_sfn_api_tagging" -> Optional.of(new TaggingScript(scene));
      case "test_sfn_api_logs" -> Optional.of(new LoggingScript(scene));
      default ->
          MachineScript.plays(recording) ? Optional.of(new MachineScript(scene)) : Optional.empty();
    };
  }

  private Optional<Difference> played(Scene.Script script, String answer, JsonNode recorded)
      throws InterruptedException {
    var refused = RefusedCall.of(recorded);
    if (refused.isPresent()) {
      return compared(answer, refused.get());
    }
    JsonNode found;
    try {
      found = script.call(answer, recorded);
    } catch (AwsError e) {
      found = Refusals.of(e.type(), e.text());
    }
    return masks.compare(answer, Refusals.plain(recorded), found);
  }

  private Optional<Difference> compared(String answer, RefusedCall refused) {
    var found = Refusals.answer(() -> refused.call(stage.aws()));
    return masks.compare(answer, Refusals.plain(refused.expected()), found);
  }

  private Optional<Difference> compared(String answer, JsonNode recorded)
      throws InterruptedException {
    var refused = RefusedCall.of(recorded);
    if (refused.isPresent()) {
      return compared(answer, refused.get());
    }
    prepare(answer);
    var found = answer.equals("end_event") ? endEvent() : Refusals.answer(() -> call(answer));
    settle(answer);
    return masks.compare(answer, Refusals.plain(recorded), found);
  }

  /** What a test did before it kept its first answer. */
  private void prepare(String answer) {
    if (answer.equals("describe_response") && machineArn == null) {
      create();
    }
    if (answer.equals("deletion_resp_1") && machineArn == null) {
      machineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:never-created";
    }
    if (answer.equals("describe_for_execution_response") && executionArn == null) {
      executionArn = stage.start(known(machineArn), "{}");
    }
  }

  private void settle(String answer) throws InterruptedException {
    if (answer.equals("exec_resp") && executionArn != null) {
      stage.awaitEnd(executionArn);
    }
  }

  private JsonNode endEvent() throws InterruptedException {
    if (logged == null) {
      throw new NotAtHand("machine that logs");
    }
    start();
    return logged.end();
  }

  private JsonNode call(String answer) {
    return switch (answer) {
      case "creation_response", "creation_resp", "creation_resp_1", "creation_resp_t0" -> create();
      case "exception", "invalid_definition", "invalid_definition_1", "creation_error" ->
          refusedCreation();
      case "creation_resp_2" -> createAgain();
      case "describe_resp" -> describeWhat();
      case "describe_response",
          "describe_resp_1",
          "describe_resp_2",
          "describe_resp_1_2",
          "describe_resp_t0" ->
          describe();
      case "describe_for_execution_response" ->
          call("DescribeStateMachineForExecution", "executionArn", executionArn);
      case "deletion_response", "deletion_resp", "deletion_resp_1" ->
          call("DeleteStateMachine", "stateMachineArn", machineArn);
      case "exec_resp" -> start();
      case "list_executions_error" -> call("ListExecutions", "stateMachineArn", machineArn);
      case "describe_execution_error" -> call("DescribeExecution", "executionArn", executionArn);
      case "stop_execution_error" -> call("StopExecution", "executionArn", executionArn);
      case "get_execution_history_error" ->
          call("GetExecutionHistory", "executionArn", executionArn);
      case "describe_execution" -> call("DescribeExecution", "executionArn", executionArn);
      case "start_execution_sync_response" -> startSync();
      case "validation_response" -> validate();
      case "create_activity_response",
          "create_activity_response_duplicate",
          "create_activity_output",
          "invalid_name" ->
          createActivity();
      case "describe_activity_response" -> call("DescribeActivity", "activityArn", activityArn);
      case "delete_activity_response", "delete_activity_response_2" ->
          call("DeleteActivity", "activityArn", activityArn);
      case "no_such_activity" -> askForDeleted();
      default -> throw new NotAtHand("call whose answer is " + answer);
    };
  }

  private JsonNode call(String operation, String member, @Nullable String value) {
    return stage.aws().stepFunctions(operation, AwsClient.object().put(member, known(value)));
  }

  private static String known(@Nullable String value) {
    if (value == null) {
      throw new NotAtHand("what the test had made before");
    }
    return value;
  }

  private JsonNode create() {
    machineName = stage.name();
    return createAgain();
  }

  private JsonNode createAgain() {
    var request =
        AwsClient.object()
            .put("name", known(machineName))
            .put("definition", definition())
            .put("type", isExpress() ? "EXPRESS" : "STANDARD")
            .put("roleArn", Stage.ROLE);
    if (recording.answers().containsKey("end_event")) {
      logged = new LoggedEvents(stage.aws(), known(machineName));
      request.set("loggingConfiguration", logged.configuration());
    }
    var created = stage.aws().stepFunctions("CreateStateMachine", request);
    machineArn = created.path("stateMachineArn").asText();
    return created;
  }

  private JsonNode refusedCreation() {
    var isCreation =
        recording.area().equals("test_base_scenarios")
            || recording.area().equals("test_credentials_base")
            || recording.answers().containsKey("create_activity_output");
    if (recording.templates().isEmpty() || !isCreation) {
      throw new NotAtHand("call that was refused");
    }
    return create();
  }

  private boolean isExpress() {
    return recording.area().contains("express")
        || recording.test().contains("sync_execution")
            && recording.answers().containsKey("start_execution_sync_response");
  }

  private String definition() {
    if (recording.definitionFiles().isEmpty()) {
      throw new NotAtHand("definition");
    }
    var needsFunction =
        !recording.functionSources().isEmpty()
            || recording.definitionEdits().toString().contains("lambda_arn");
    if (needsFunction && stage.functionArns().isEmpty()) {
      var sources = recording.functionSources();
      stage.createFunctions(sources.isEmpty() ? List.of("id_function.py") : sources, 1);
    }
    var template = corpus.read(definitionFile());
    return new Edits(recording, stage.functionArns(), activityArn == null ? "" : activityArn)
        .apply(template);
  }

  /** The one that the parameter names, or the first. */
  private String definitionFile() {
    var parameter = recording.parameter().toLowerCase(Locale.ROOT);
    if (parameter.equals("illegal_wftt")) {
      return recording.definitionFiles().stream()
          .filter(file -> file.contains("wait_for_task_token"))
          .findFirst()
          .orElseThrow(() -> new NotAtHand("definition " + parameter));
    }
    return recording.definitionFiles().stream()
        .filter(file -> !parameter.isEmpty() && file.endsWith("_" + parameter + ".json5"))
        .findFirst()
        .orElseGet(() -> recording.definitionFiles().getFirst());
  }

  private JsonNode describe() {
    return call("DescribeStateMachine", "stateMachineArn", machineArn);
  }

  private JsonNode describeWhat() {
    return recording.name().endsWith("for_execution")
        ? call("DescribeStateMachineForExecution", "executionArn", executionArn)
        : describe();
  }

  private JsonNode start() {
    ObjectNode request =
        AwsClient.object().put("stateMachineArn", known(machineArn)).put("name", stage.name());
    if (!stage.functionArns().isEmpty()) {
      request.put("input", functionInput());
    }
    var started = stage.aws().stepFunctions("StartExecution", request);
    executionArn = started.path("executionArn").asText();
    return started;
  }

  /** For definitions that take the function from their input. */
  private String functionInput() {
    return AwsClient.object().put("FunctionName", functionName()).putNull("Payload").toString();
  }

  /** Of the one function that there is; without one nobody asks for it. */
  private String functionName() {
    return stage.functionArns().stream()
        .map(arn -> arn.substring(arn.lastIndexOf(':') + 1))
        .findFirst()
        .orElse("lambda_function_name");
  }

  private JsonNode startSync() {
    var recorded = recording.answers().get("start_execution_sync_response");
    var input = recorded == null ? AwsClient.object() : recorded.path("input");
    var given = input.isTextual() ? input.textValue() : PythonJson.write(input);
    var named = given.replace("lambda_function_name", functionName());
    var request = AwsClient.object().put("stateMachineArn", known(machineArn)).put("input", named);
    return stage.aws().stepFunctions("StartSyncExecution", request);
  }

  private JsonNode validate() {
    var type = recording.name().contains("express") ? "EXPRESS" : "STANDARD";
    return stage
        .aws()
        .stepFunctions(
            "ValidateStateMachineDefinition",
            AwsClient.object().put("definition", definition()).put("type", type));
  }

  private JsonNode askForDeleted() {
    var arn = stage.createActivity();
    call("DeleteActivity", "activityArn", arn);
    return call(
        recording.name().contains("task") ? "GetActivityTask" : "DescribeActivity",
        "activityArn",
        arn);
  }

  private JsonNode createActivity() {
    var parameter = recording.parameter();
    var name = recording.answers().containsKey("invalid_name") ? invalidName() : parameter;
    var created =
        stage
            .aws()
            .stepFunctions(
                "CreateActivity",
                AwsClient.object().put("name", name.isEmpty() ? stage.name() : name));
    activityArn = created.path("activityArn").asText();
    return created;
  }

  /** Between the quotes of the recorded message. */
  private String invalidName() {
    var refusal = recording.answers().get("invalid_name");
    var message = refusal == null ? "" : Refusals.plain(refusal).path("message").asText();
    var quote = message.indexOf('\'');
    if (quote < 0 || message.lastIndexOf('\'') <= quote) {
      throw new NotAtHand("name that was refused: " + message.toLowerCase(Locale.ROOT));
    }
    return message.substring(quote + 1, message.lastIndexOf('\''));
  }
}
