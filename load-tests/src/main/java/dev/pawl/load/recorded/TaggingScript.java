package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;

/** The tests of tags: which tags were sent follows from those that AWS lists. */
final class TaggingScript implements Scene.Script {

  private final Scene scene;

  TaggingScript(Scene scene) {
    this.scene = scene;
  }

  @Override
  public JsonNode call(String answer, JsonNode recorded) {
    return switch (answer) {
      case "creation_resp_1" -> scene.create(creation());
      case "tag_resource_resp" -> tag(scene.machine(), isUntagged() ? oneTag() : listed());
      case "untag_resource_resp" -> untag();
      case "list_resources_res" ->
          scene.call("ListTagsForResource", "resourceArn", scene.machine());
      case "publish_resp" ->
          scene.call("PublishStateMachineVersion", "stateMachineArn", scene.machine());
      case "error" -> tag(scene.version(1), oneTag());
      default -> throw new NotAtHand("call whose answer is " + answer);
    };
  }

  private ObjectNode creation() {
    var more = AwsClient.object();
    var isTaggedLater = scene.recording.answers().containsKey("tag_resource_resp");
    if (!isTaggedLater && scene.recording.answers().containsKey("list_resources_res")) {
      more.set("tags", listed());
    }
    return more;
  }

  private boolean isUntagged() {
    return scene.recording.answers().containsKey("untag_resource_resp");
  }

  private ArrayNode listed() {
    var list = scene.recording.answers().get("list_resources_res");
    if (list != null && list.path("tags") instanceof ArrayNode tags) {
      return tags.deepCopy();
    }
    throw new NotAtHand("tags");
  }

  private static ArrayNode oneTag() {
    var tags = AwsClient.object().putArray("tags");
    tags.addObject().put("key", "key1").put("value", "value1");
    return tags;
  }

  private JsonNode tag(String arn, ArrayNode tags) {
    var request = AwsClient.object().put("resourceArn", arn);
    request.set("tags", tags);
    return scene.call("TagResource", request);
  }

  private JsonNode untag() {
    var request = AwsClient.object().put("resourceArn", scene.machine());
    var keys = request.putArray("tagKeys");
    if (listed().isEmpty()) {
      keys.add("key1");
    }
    return scene.call("UntagResource", request);
  }
}
