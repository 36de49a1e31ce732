package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tests of machines and executions: updates, repeated creations, inputs and lists. */
final class MachineScript implements Scene.Script {

  private static final int PAGE_SIZE = 10;
  private static final int ENTRIES = 13;

  private final Scene scene;
  private final List<String> machines = new ArrayList<>();
  private String role = Stage.ROLE;

  MachineScript(Scene scene) {
    this.scene = scene;
  }

  /** Whether the answers of the recording are made here. */
  static boolean plays(Recording recording) {
    return recording.answers().keySet().stream().anyMatch(MachineScript::isOurs);
  }

  private static boolean isOurs(String answer) {
    return answer.startsWith("update_state_machine_res")
        || answer.startsWith("list-")
        || answer.startsWith("list_before")
        || answer.startsWith("already_exists")
        || answer.startsWith("start_exec_")
        || answer.startsWith("start_res_")
        || answer.startsWith("lst_resp")
        || answer.equals("missing_required_parameter")
        || answer.equals("start_sync_execution_error");
  }

  @Override
  public JsonNode call(String answer, JsonNode recorded) throws InterruptedException {
    if (answer.startsWith("update_state_machine_res")) {
      return update(answer);
    }
    if (answer.startsWith("describe_resp")) {
      return scene.describe(scene.machine());
    }
    if (answer.startsWith("creation_resp")) {
      var created = scene.create(AwsClient.object());
      machines.add(created.path("stateMachineArn").asText());
      return created;
    }
    return answer.startsWith("start") ? start(answer) : other(answer, recorded);
  }

  private JsonNode other(String answer, JsonNode recorded) throws InterruptedException {
    return switch (answer) {
      case "missing_required_parameter" -> scene.update(AwsClient.object());
      case "already_exists_1" -> createAnother();
      case "list_before_execution" -> executions(AwsClient.object());
      case "exec_resp" -> start(scene.machine());
      case "list_succeeded_when_complete" ->
          executions(AwsClient.object().put("statusFilter", "SUCCEEDED"));
      case "list_running_when_complete" ->
          executions(AwsClient.object().put("statusFilter", "RUNNING"));
      case "list_executions_filter_exc" ->
          executions(AwsClient.object().put("statusFilter", "succeeded"));
      case "list-executions-page-1" -> firstPage();
      case "list-executions-page-2", "list-execution-page-2" ->
          scene.call("ListExecutions", executionPage().put("nextToken", scene.nextToken()));
      case "list-executions-invalid-param-too-large",
          "list-executions-invalid-param-long-nextToken" ->
          scene.listBeyondLimits("ListExecutions", executionPage(), recorded);
      case "list-state-machines-page-1" -> page(createMany(), 0);
      case "list-state-machines-page-2" -> page(machines, PAGE_SIZE);
      case "list-state-machines-invalid-param-too-large",
          "list-state-machines-invalid-param-long-nextToken" ->
          scene.listBeyondLimits("ListStateMachines", AwsClient.object(), recorded);
      case "lst_resp_filter", "lst_resp_del_filter" -> listed();
      case "deletion_resp", "deletion_resp_0", "deletion_resp_1", "deletion_resp_2" ->
          scene.call("DeleteStateMachine", "stateMachineArn", toDelete(answer));
      default -> throw new NotAtHand("call whose answer is " + answer);
    };
  }

  // ---- machines

  /** What was updated follows from the next description. */
  private JsonNode update(String answer) {
    var described = scene.next(answer, "describe_resp");
    var request = AwsClient.object();
    if (!scene.recording.name().endsWith("role_arn")) {
      request.put("definition", PythonJson.write(described.path("definition")));
    }
    if (described.path("roleArn").asText().contains("_role_arn_t")) {
      role = Stage.ROLE + "-" + described.path("roleArn").asText().replace("snf_role_arn_", "");
      request.put("roleArn", role);
    }
    return scene.update(request);
  }

  private JsonNode createAnother() {
    var name = scene.machine().substring(scene.machine().lastIndexOf(':') + 1);
    var definition = scene.definition();
    return scene.call(
        "CreateStateMachine",
        AwsClient.object()
            .put("name", name)
            .put(
                "definition",
                scene.recording.name().contains("format")
                    ? definition.replace(", ", ",\n ")
                    : definition.replace("\"argument1\"", "\"argument1\", \"Arg2\": \"Argument2\""))
            .put("roleArn", Stage.ROLE));
  }

  private List<String> createMany() {
    for (var i = 0; i < ENTRIES; i++) {
      machines.add(scene.create(AwsClient.object()).path("stateMachineArn").asText());
    }
    return machines;
  }

  private String toDelete(String answer) {
    var index = answer.substring(answer.lastIndexOf('_') + 1);
    return index.matches("\\d") && machines.size() > 1
        ? machines.get(Integer.parseInt(index))
        : scene.machine();
  }

  /** As the test did, only machines of its own are looked at. */
  private ArrayNode listed() {
    Set<String> own = new HashSet<>(machines);
    var found = AwsClient.object().putArray("found");
    var request = AwsClient.object().put("maxResults", 1_000);
    for (; ; ) {
      var page = scene.call("ListStateMachines", request);
      for (var machine : page.path("stateMachines")) {
        if (own.contains(machine.path("stateMachineArn").asText())) {
          found.add(machine);
        }
      }
      if (!page.has("nextToken")) {
        return found;
      }
      request.put("nextToken", page.path("nextToken").asText());
    }
  }

  private JsonNode page(List<String> own, int from) {
    if (own.size() != ENTRIES) {
      throw new NotAtHand("machines of the page");
    }
    var page = AwsClient.object().putArray("page");
    var all = listed();
    for (var i = from; i < Math.min(all.size(), from + PAGE_SIZE); i++) {
      page.add(all.get(i));
    }
    return page;
  }

  // ---- executions

  private JsonNode start(String answerOrArn) throws InterruptedException {
    return switch (answerOrArn) {
      case "start_exec_str_inp" -> start(scene.machine(), "not some valid json");
      case "start_exec_not_json_inp" -> start(scene.machine(), "{'not': 'json'}");
      case "start_res_empty" -> start(scene.machine(), "");
      case "start_res_num" -> start(scene.machine(), "2");
      case "start_res_str" -> start(scene.machine(), "\"some text\"");
      case "start_res_null" -> start(scene.machine(), "null");
      case "start_exec_of_deleted" ->
          start(
              scene.machine().replace(":stateMachine:", ":stateMachine:statemachine_invalid_"),
              "{}");
      case "start_sync_execution_error" ->
          scene.call("StartSyncExecution", "stateMachineArn", scene.machine());
      default -> {
        var started = start(answerOrArn, "{}");
        scene.stage.awaitEnd(started.path("executionArn").asText());
        yield started;
      }
    };
  }

  private JsonNode start(String arn, String input) {
    return scene.call(
        "StartExecution",
        AwsClient.object()
            .put("stateMachineArn", arn)
            .put("name", scene.stage.name())
            .put("input", input));
  }

  private JsonNode executions(ObjectNode filter) {
    return scene.call("ListExecutions", filter.put("stateMachineArn", scene.machine()));
  }

  private JsonNode firstPage() throws InterruptedException {
    scene.create(AwsClient.object().put("publish", isOfVersion()));
    for (var i = 0; i < ENTRIES; i++) {
      start(started());
    }
    return scene.call("ListExecutions", executionPage());
  }

  private boolean isOfVersion() {
    return scene.recording.name().contains("versions");
  }

  private String started() {
    return isOfVersion() ? scene.version(1) : scene.machine();
  }

  private ObjectNode executionPage() {
    return AwsClient.object().put("stateMachineArn", started()).put("maxResults", PAGE_SIZE);
  }
}
