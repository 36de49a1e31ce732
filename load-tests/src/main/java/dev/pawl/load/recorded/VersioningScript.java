package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tests of versions and revisions. */
final class VersioningScript implements Scene.Script {

  private static final int PAGE_SIZE = 10;
  private static final int VERSIONS = 13;

  private final Scene scene;
  private final List<String> revisions = new ArrayList<>();
  private @Nullable String executionArn;
  private int updates;

  VersioningScript(Scene scene) {
    this.scene = scene;
  }

  @Override
  public JsonNode call(String answer, JsonNode recorded) throws InterruptedException {
    return switch (answer) {
      case "creation_resp_1" -> scene.create(creation(recorded));
      case "validation_exception" ->
          scene.create(AwsClient.object().put("versionDescription", "HelloWorld!"));
      case "update_resp", "update_resp_1", "update_resp_2", "update_resp_3" -> update(recorded);
      case "invalid_arn_1", "invalid_arn_2" -> updateOfVersion(answer);
      case "publish_v1", "publish_v1_1", "publish_v1_2", "publish_v2" -> publish(answer);
      case "publish_res_v2_2" -> publishAfterDeletion();
      case "conflict_exception" -> publish(revisions.get(revisions.size() - 2), null);
      case "describe_v1", "describe_resp_version" -> scene.describe(scene.version(1));
      case "describe_v2" -> scene.describe(scene.version(2));
      case "describe_resp" ->
          executionArn == null
              ? scene.describe(scene.machine())
              : scene.call("DescribeStateMachineForExecution", "executionArn", executionArn);
      case "list_versions_resp", "list_versions_resp_1", "list_versions_resp_2" ->
          scene.call("ListStateMachineVersions", "stateMachineArn", scene.machine());
      case "delete_version_resp", "delete_version_resp_after_del" ->
          scene.call("DeleteStateMachineVersion", "stateMachineVersionArn", scene.version(1));
      case "execution_resp" ->
          start(
              scene.recording.answers().containsKey("exec_list_resp")
                  ? scene.machine()
                  : scene.version(1));
      case "execution_version_resp" -> start(scene.version(1));
      case "exec_list_resp" -> executions(scene.machine());
      case "exec_version_list_resp" -> executions(scene.version(1));
      case "list-state-machine-versions-page-1" -> firstPage();
      case "list-state-machine-versions-page-2" ->
          scene.call("ListStateMachineVersions", page().put("nextToken", scene.nextToken()));
      case "list-state-machine-versions-invalid-param-too-large",
          "list-state-machine-versions-invalid-param-long-nextToken" ->
          scene.listBeyondLimits("ListStateMachineVersions", page(), recorded);
      default -> throw new NotAtHand("call whose answer is " + answer);
    };
  }

  private ObjectNode creation(JsonNode recorded) {
    var more = AwsClient.object();
    if (recorded.has("stateMachineVersionArn")) {
      more.put("publish", true);
      var described = scene.recording.answers().get("describe_resp_version");
      if (described != null && described.has("description")) {
        more.put("versionDescription", described.path("description").asText());
      }
    }
    return more;
  }

  private JsonNode update(JsonNode recorded) {
    var suffixes = scene.suffixes();
    var isChange = recorded.has("revisionId") && updates < suffixes.size();
    var definition = isChange ? scene.definition(suffixes.get(updates++)) : scene.definition();
    var answer =
        scene.update(
            AwsClient.object()
                .put("definition", definition)
                .put("publish", recorded.has("stateMachineVersionArn")));
    revisions.add(answer.path("revisionId").asText());
    return answer;
  }

  private JsonNode updateOfVersion(String answer) {
    var request =
        AwsClient.object()
            .put("stateMachineArn", scene.version(2))
            .put("definition", scene.definition("R3"));
    return scene.call(
        "UpdateStateMachine", answer.endsWith("1") ? request.put("publish", true) : request);
  }

  private JsonNode publish(String answer) {
    var described = scene.recording.answers().get("describe_" + answer.replace("publish_", ""));
    var description =
        described != null && described.has("description")
            ? described.path("description").asText()
            : null;
    return publish(revisions.isEmpty() ? null : revisions.getLast(), description);
  }

  private JsonNode publish(@Nullable String revisionId, @Nullable String description) {
    var request = AwsClient.object().put("stateMachineArn", scene.machine());
    if (revisionId != null) {
      request.put("revisionId", revisionId);
    }
    if (description != null) {
      request.put("description", description);
    }
    return scene.call("PublishStateMachineVersion", request);
  }

  /** The second version is published and deleted; its revision is published once more. */
  private JsonNode publishAfterDeletion() {
    scene.update(
        AwsClient.object()
            .put("definition", scene.definition(scene.suffixes().getFirst()))
            .put("publish", true));
    scene.call("DeleteStateMachineVersion", "stateMachineVersionArn", scene.version(2));
    return publish(null, null);
  }

  private JsonNode start(String arn) throws InterruptedException {
    var started =
        scene.call(
            "StartExecution",
            AwsClient.object().put("stateMachineArn", arn).put("name", scene.stage.name()));
    executionArn = started.path("executionArn").asText();
    scene.stage.awaitEnd(executionArn);
    return started;
  }

  private JsonNode executions(String arn) {
    return scene.call("ListExecutions", "stateMachineArn", arn);
  }

  private ObjectNode page() {
    return AwsClient.object().put("stateMachineArn", scene.machine()).put("maxResults", PAGE_SIZE);
  }

  private JsonNode firstPage() {
    for (var i = 1; i <= VERSIONS; i++) {
      scene.update(
          AwsClient.object().put("definition", scene.definition("R" + i)).put("publish", true));
    }
    return scene.call("ListStateMachineVersions", page());
  }
}
