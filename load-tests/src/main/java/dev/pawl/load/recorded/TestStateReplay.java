package dev.pawl.load.recorded;

import static dev.pawl.load.recorded.TestStateRequests.PROCESSOR;
import static dev.pawl.load.recorded.TestStateRequests.json;
import static dev.pawl.load.recorded.TestStateRequests.of;
import static dev.pawl.load.recorded.TestStateRequests.result;
import static dev.pawl.load.recorded.TestStateRequests.task;
import static dev.pawl.load.recorded.TestStateRequests.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tests of TestState. A recording holds the answer only, and the states are in no corpus: those
 * here are of our own, made from what the answer and the name of the test show. So a right answer
 * says that the rule is understood, not that the very request of the recording was made.
 */
final class TestStateReplay {

  private static final String OUTPUT =
      "'Output':{'input':'{% $states.input %}','context':'{% $states.context %}','result':'{%"
          + " $states.result %}'}";
  private static final String MAP =
      "{'Type':'Map','QueryLanguage':'JSONata','Items':'{% $states.input.Values %}',"
          + PROCESSOR
          + ",";
  private static final String ERROR =
      "{'errorOutput':{'error':'MockException','cause':'Mock the cause of the error.'}}";

  /** By the name of the template: a Task of the same resource. */
  private static final Map<String, String> RESOURCES =
      Map.of(
          "base_aws_api_kms_encrypt", "aws-sdk:kms:encrypt",
          "base_aws_api_lambda_get_function", "aws-sdk:lambda:getFunction",
          "base_aws_api_s3_get_object", "aws-sdk:s3:getObject",
          "base_events_put_events", "events:putEvents",
          "base_lambda_service_task_state", "lambda:invoke",
          "base_sfn_start_execution", "states:startExecution");

  /** By the parameter of the test, or by its name: a result that is so. */
  private static final Map<String, String> RESULTS =
      Map.ofEntries(
          Map.entry("wrong_blob_length_less_than_minimum", "{'CiphertextBlob':''}"),
          Map.entry("wrong_blob_type_number", "{'CiphertextBlob':1}"),
          Map.entry("integer_less_than_minimum_allowed", "{'Configuration':{'MemorySize':1}}"),
          Map.entry("integer_more_than_maximum_allowed", "{'Configuration':{'MemorySize':99999}}"),
          Map.entry("wrong_type_2nd_array_element", "{'Entries':[{'EventId':'a'},{'EventId':1}]}"),
          Map.entry("wrong_type_nested_field", "{'Entries':[{'EventId':1}]}"),
          Map.entry("wrong_type_top_level_field", "{'Entries':'many'}"),
          Map.entry("wrong_integer_type_string", "{'StatusCode':'200'}"),
          Map.entry("empty_json", "{}"),
          Map.entry("field_not_part_of_api_spec", "{'random':'json'}"),
          Map.entry("non_existent_enum_value", "{'StorageClass':'NONE'}"),
          Map.entry("wrong_long_type_string", "{'ContentLength':'1'}"),
          Map.entry("wrong_string_type_number", "{'ExecutionArn':1,'StartDate':'now'}"),
          Map.entry("wrong_timestamp_type_bool", "{'ExecutionArn':'a','StartDate':true}"),
          Map.entry(
              "field_name_not_in_sfn_case",
              "{'executionArn':'stringValueExecutionArn','startDate':'stringValueStartDate'}"),
          Map.entry("missing_required_fields", "{}"));

  private final Recording recording;
  private final Stage stage;
  private final Masks masks = new Masks();

  TestStateReplay(Recording recording, Stage stage) {
    this.recording = recording;
    this.stage = stage;
  }

  static boolean replays(Recording recording) {
    return recording.test().contains("/test_state/");
  }

  Optional<Difference> run() {
    for (var recorded : recording.answers().entrySet()) {
      var request = request(recorded.getKey());
      level().ifPresent(level -> request.put("inspectionLevel", level));
      var found = Refusals.answer(() -> stage.aws().stepFunctions("TestState", request));
      var difference = masks.compare(recorded.getKey(), Refusals.plain(recorded.getValue()), found);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private Optional<String> level() {
    if (recording.name().contains("context_object") || recording.name().contains("variables")) {
      return Optional.of("TRACE");
    }
    return Stream.of("INFO", "DEBUG", "TRACE").filter(recording.parameter()::contains).findFirst();
  }

  private ObjectNode request(String answer) {
    return switch (recording.area()) {
      case "test_field_validation_mode" -> fields("STRICT");
      case "test_field_validation_mode_present" -> fields("PRESENT");
      case "test_state_mock_validation" -> mocks();
      case "test_test_state_machine_scenarios" -> machines();
      case "test_state_context_object" -> new TestStateContexts(recording).request();
      case "test_state_configuration" -> configurations(answer);
      case "test_test_state_mock_scenarios" -> mocked();
      case "test_test_state_scenarios" -> scenarios();
      default -> throw new NotAtHand("request of " + recording.name());
    };
  }

  // ---- the areas

  private ObjectNode fields(String mode) {
    var mock = result(Objects.requireNonNull(RESULTS.get(what())));
    var request = of(task(resource())).set("mock", mock);
    ((ObjectNode) request.path("mock")).put("fieldValidationMode", mode);
    return (ObjectNode) request;
  }

  /** What the mock gets wrong: the parameter, or a part of the name. */
  private String what() {
    if (RESULTS.containsKey(recording.parameter())) {
      return recording.parameter();
    }
    var text = recording.name() + " " + recording.parameter();
    return RESULTS.keySet().stream()
        .filter(text::contains)
        .findFirst()
        .orElseThrow(() -> new NotAtHand("mock that is " + text));
  }

  private ObjectNode mocks() {
    var name = recording.name();
    var parallel =
        "{'Type':'Parallel','Branches':[{'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}}],'End':true}";
    var both = json("{'result':'{}','errorOutput':{'error':'E'}}");
    return switch (name) {
      case "test_both_mock_result_and_mock_error_output_are_set" ->
          (ObjectNode) of(task("lambda:invoke")).set("mock", both);
      case "test_map_iteration_failure_count_without_mock" ->
          (ObjectNode)
              of(MAP + "'End':true}")
                  .set("stateConfiguration", json("{'mapIterationFailureCount':1}"));
      case "test_mock_result_is_not_array_on_map_state_without_result_writer" ->
          (ObjectNode) of(MAP + "'End':true}").set("mock", result("{}"));
      case "test_mock_result_is_not_array_on_parallel_state" ->
          (ObjectNode) of(parallel).set("mock", result("{}"));
      case "test_mock_result_is_not_object_on_map_state_with_result_writer" ->
          (ObjectNode) of(writer()).set("mock", result("[]"));
      case "test_reveal_secrets_is_true_and_mock_result_is_set" ->
          ((ObjectNode) of(task("lambda:invoke")).set("mock", result("{}")))
              .put("revealSecrets", true);
      case "test_state_type_does_not_accept_mock" ->
          (ObjectNode)
              of("{'Type':'%s'%s}".formatted(type(), type().equals("Pass") ? ",'End':true" : ""))
                  .set(
                      "mock", recording.parameter().contains("error") ? json(ERROR) : result("{}"));
      default -> throw new NotAtHand("request of " + name);
    };
  }

  private String type() {
    return Stream.of("Pass", "Fail", "Succeed")
        .filter(type -> recording.parameter().contains(type + "State"))
        .findFirst()
        .orElseThrow(() -> new NotAtHand("type of state"));
  }

  private static String writer() {
    return MAP.replace(
            "'ItemProcessor':{",
            "'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},")
        + "'ResultWriter':{'Resource':'arn:aws:states:::s3:putObject','Arguments':{'Bucket':'b','Prefix':'p'}},'End':true}";
  }

  private ObjectNode machines() {
    var machine =
        "{'QueryLanguage':'JSONata','StartAt':'State0','States':{'State0':{'Type':'Pass','Next':'State1'},'State1':{'Type':'Fail','Error':'SomeFailure','Cause':'This state machines raises a \\'SomeFailure\\' failure.'}}}"
            .replace("\\'", "\u0000");
    var name = recording.name();
    if (name.equals("test_state_name_invalid_state_definition")) {
      return of("{'StartAt':'ExistingButInvalidState','States':{'ExistingButInvalidState':{'Type':'No','End':true}}}")
          .put("stateName", "ExistingButInvalidState");
    }
    if (name.equals("test_base_state_name_validation_failures")) {
      if (recording.parameter().equals("empty")) {
        throw new NotAtHand("check that the client makes");
      }
      return of(machine).put("stateName", "Nowhere");
    }
    var state = recording.parameter().endsWith("State0") ? "State0" : "State1";
    return of(machine).put("stateName", state).put("input", "{\"Value\":\"HelloWorld\"}");
  }

  private ObjectNode configurations(String answer) {
    var exceeds = answer.startsWith("exceeds");
    return switch (recording.name()) {
      case "test_map_state_error_caused_by_state" ->
          with(
              MAP + OUTPUT + ",'End':true}",
              "{'Values':[1,1,1]}",
              json(ERROR),
              "{'errorCausedByState':'Item'}");
      case "test_state_configuration_retrier_retry_count" ->
          with(
              "{'Type':'Task','QueryLanguage':'JSONata','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'foo','Payload':'bar'},'Retry':[{'ErrorEquals':['States.ALL'],'MaxAttempts':5,'IntervalSeconds':1,'BackoffRate':2}],'End':true}",
              "{'Values':['first','second','third']}",
              json(ERROR),
              "{'retrierRetryCount':%d}".formatted(exceeds ? 5 : 4));
      case "test_map_state_failure_count" -> failureCount(exceeds);
      case "test_state_machine_configuration_map_iteration_item_reader" ->
          reading(result("[1, 4, 9]"), "{'mapItemReaderData':'[1, 2, 3]'}");
      case "test_state_machine_configuration_item_reader_with_error" ->
          reading(
              json("{'errorOutput':{'error':'MockException','cause':'Mock the error cause.'}}"),
              "{'mapItemReaderData':'[1, 2, 3]'}");
      default -> throw new NotAtHand("request of " + recording.name());
    };
  }

  private static ObjectNode reading(JsonNode mock, String configuration) {
    return with(
            "{'QueryLanguage':'JSONata','StartAt':'R','States':{'R':{'Type':'Map','MaxConcurrency':1,'ItemReader':{'ReaderConfig':{'InputType':'JSON'},'Resource':'arn:aws:states:::s3:getObject','Arguments':{'Bucket':'{%"
                + " $states.input.Bucket %}','Key':'{% $states.input.Key %}'}},"
                + PROCESSOR.replace(
                    "'ItemProcessor':{",
                    "'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},")
                + ",'End':true}}}",
            "{'Bucket':'test-bucket','Key':'test-key'}",
            mock,
            configuration)
        .put("stateName", "R");
  }

  private ObjectNode failureCount(boolean exceeds) {
    var parameter = recording.parameter();
    var other = "{'ErrorEquals':['MockException']";
    var all = "{'ErrorEquals':['States.ALL']";
    var retry = "'Retry':[" + other + "}," + all + "}],";
    var tasks = parameter.contains("MAP_TASK");
    var counting =
        "'ToleratedFailureCount':1,'Output':{'result':'{% $states.result %}','successCount':'{%"
            + " $count($states.result) %}','failedCount':'{% $count([]) %}'},";
    var more =
        tasks
            ? counting + retry
            : parameter.endsWith("CATCH")
                ? "'ToleratedFailureCount':1,'Catch':["
                    + other
                    + ",'Next':'A'},"
                    + all
                    + ",'Next':'HandleThreshold','Output':{'input':'{% $states.input"
                    + " %}','context':'{% $states.context %}','errorOutput':'{% $states.errorOutput"
                    + " %}'}}],"
                : parameter.endsWith("RETRY") ? "'ToleratedFailureCount':1," + retry : OUTPUT + ",";
    var mock =
        tasks
            ? "['pass', 'pass', 'pass']"
            : parameter.endsWith("STATE") && exceeds ? "[0, 0, 1]" : "[1, 1, 1]";
    return with(
        MAP + more + "'End':true}",
        "{'Values':['first','second','third']}",
        result(mock),
        "{'mapIterationFailureCount':%d}".formatted(exceeds ? 2 : 1));
  }

  private ObjectNode mocked() {
    var jsonata = recording.name().contains("jsonata");
    return switch (recording.name()) {
      case "test_base_lambda_service_task_mock_is_not_json_string" ->
          (ObjectNode) of(task("lambda:invoke")).set("mock", result("no json"));
      case "test_put_events_mock_success" ->
          (ObjectNode)
              of(task("events:putEvents")).set("mock", result("{'Entries':[{'EventId':'id'}]}"));
      case "test_send_sqs_message_success" ->
          (ObjectNode)
              of(task("sqs:sendMessage"))
                  .set("mock", result("{'MD5OfMessageBody':'md5','MessageId':'id'}"));
      case "test_sfn_start_execution_success" ->
          (ObjectNode)
              of(task("states:startExecution"))
                  .set(
                      "mock",
                      result(
                          "{'ExecutionArn':'arn:aws:states:us-east-1:000000000000:execution:TargetStateMachine:TestStartTarget','StartDate':'start-date'}"));
      case "test_io_parallel_state_mock_success", "test_io_jsonata_parallel_state_mock_success" ->
          with(
              "{'Type':'Parallel','Branches':[{'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}},{'StartAt':'C','States':{'C':{'Type':'Pass','End':true}}}],"
                  + (jsonata
                      ? "'QueryLanguage':'JSONata','Output':{'parallelInput':'{%"
                          + " $states.input.parallelInput %}','parallelResult':'{% $states.result"
                          + " %}'}"
                      : "'ResultPath':'$.parallelResult'")
                  + ",'End':true}",
              "{'parallelInput':{'data':'input_value'}}",
              result("[{'branch1': 'result'}, {'branch2': 'result'}]"),
              "{}");
      default -> throw new NotAtHand("request of " + recording.name());
    };
  }

  private ObjectNode scenarios() {
    return switch (recording.name()) {
      case "test_base_lambda_task_state" ->
          of("{'Type':'Task','Resource':'" + function() + "','End':true}")
              .put("input", "{\"inputData\":\"HelloWorld\"}");
      case "test_base_lambda_service_task_state" ->
          of("{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName.$':'$.FunctionName','Payload.$':'$.Payload'},'End':true}")
              .put(
                  "input",
                  "{\"FunctionName\":\"%s\",\"Payload\":null}"
                      .formatted(function().substring(function().lastIndexOf(':') + 1)));
      case "test_base_lambda_service_task_state_no_role_arn_validation" -> {
        var request = of(task("lambda:invoke"));
        request.remove("roleArn");
        yield request;
      }
      case "test_base_map_state_inspect" -> {
        var field =
            recording.parameter().startsWith("MAX_CONCURRENCY")
                ? "'MaxConcurrency':1,"
                : recording.parameter().startsWith("TOLERATED_FAILURE_COUNT")
                    ? "'ToleratedFailureCount':1,"
                    : "'ToleratedFailurePercentage':1,";
        yield with(
            MAP + field + OUTPUT + ",'End':true}", "{'Values':[1,2,3]}", result("[1, 1, 1]"), "{}");
      }
      case "test_state_with_variables" -> variables();
      default -> throw new NotAtHand("request of " + recording.name());
    };
  }

  /** A Pass state that looks at its variables, or has none and puts out what was recorded. */
  private ObjectNode variables() {
    var state = AwsClient.object().put("Type", "Pass").put("QueryLanguage", "JSONata");
    var request = AwsClient.object().put("input", "{\"input_values\":[1,2,3]}");
    if (recording.parameter().equals("base_expressions")) {
      state
          .putObject("Output")
          .put("ja_states_context", "{% $states.context %}")
          .put("ja_states_input", "{% $states.input %}")
          .put("ja_var_access", "{% $var_input_value %}")
          .put("ja_expr", "{% $sum($states.input.input_values) + $var_constant_1 %}");
      request.put("variables", "{\"var_input_value\":\"test_value\",\"var_constant_1\":10}");
    } else {
      var recorded = recording.answers().get("test_case_response");
      state.set("Output", recorded == null ? AwsClient.object() : recorded.path("output"));
    }
    return request.put("definition", state.put("End", true).toString());
  }

  private String function() {
    if (stage.functionArns().isEmpty()) {
      stage.createFunctions(recording.functionSources(), 1);
    }
    return stage.functionArns().getFirst();
  }

  // ---- requests

  private String resource() {
    var template = recording.templates().isEmpty() ? "" : recording.templates().getFirst();
    var stem = template.substring(template.lastIndexOf('/') + 1).replace(".json5", "");
    var resource = RESOURCES.get(stem);
    if (resource == null) {
      throw new NotAtHand("state of " + stem);
    }
    return resource;
  }
}
