package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tests of aliases. Names and routes follow from the answers, as do the descriptions. */
final class AliasScript implements Scene.Script {

  private static final Pattern MAX = Pattern.compile(".*_max_results_(\\d+)_response");
  private static final Pattern WEIGHTS = Pattern.compile("Received: \\[(\\d+), (\\d+)]");
  private static final String NAME = "state_machine_alias_name";

  private final Scene scene;
  private final Map<String, String> executions = new LinkedHashMap<>();
  private @Nullable String aliasArn;
  private int versions;

  AliasScript(Scene scene) {
    this.scene = scene;
  }

  @Override
  public JsonNode call(String answer, JsonNode recorded) throws InterruptedException {
    if (answer.startsWith("create_state_machine_alias_response")) {
      return create(nameIn(recorded), only(1), description());
    }
    if (answer.startsWith("exception_for_name")) {
      return create(answer.substring("exception_for_name".length()), only(1), null);
    }
    if (answer.startsWith("start_execution_response_through")) {
      return start(answer.endsWith("alias") ? String.valueOf(aliasArn) : scene.version(1));
    }
    if (answer.startsWith("describe_execution_response_through")) {
      return scene.call(
          "DescribeExecution",
          "executionArn",
          String.valueOf(
              executions.get(
                  answer.endsWith("alias") ? String.valueOf(aliasArn) : scene.version(1))));
    }
    if (answer.startsWith("list_state_machine_aliases")) {
      return list(answer);
    }
    if (answer.startsWith("describe_state_machine_alias")) {
      return describe(answer);
    }
    if (answer.matches("delete_state_machine_alias_response_\\d")) {
      return delete(answer.substring(answer.lastIndexOf('_') + 1));
    }
    return other(answer, recorded);
  }

  private JsonNode other(String answer, JsonNode recorded) {
    return switch (answer) {
      case "delete_state_machine_alias_response" -> delete(scene.machine(), "no_such_alias");
      case "delete_state_machine_response" ->
          scene.call("DeleteStateMachine", "stateMachineArn", scene.machine());
      case "delete_version_response", "exception_delete_version_with_alias_reference" ->
          scene.call("DeleteStateMachineVersion", "stateMachineVersionArn", scene.version(1));
      case "update_no_such_alias_arn" ->
          scene.call(
              "UpdateStateMachineAlias",
              AwsClient.object()
                  .put("stateMachineAliasArn", scene.machine() + ":no_such_alias")
                  .put("description", "new description"));
      case "update_state_machine_alias_description_response" ->
          update(AwsClient.object().put("description", "new description"));
      case "update_state_machine_alias_routing_configuration_response" ->
          update(withRoutes(AwsClient.object(), of(1, 50, 2, 50)));
      case "not_idempotent_description" -> create(NAME, only(1), "another description");
      case "not_idempotent_routing_configuration" -> create(NAME, of(1, 50, 2, 50), null);
      case "exception" -> create(NAME, routes(scene.machine(), 100), null);
      case "too_many_routing" -> create(NAME, add(of(1, 50, 2, 30), version(3), 20), null);
      case "duplicate_routing" -> create(NAME, of(1, 50, 1, 50), null);
      case "invalid_arn" -> create(NAME, add(routes(scene.machine(), 50), version(2), 50), null);
      case "weight_too_large" -> create(NAME, of(1, 101, 2, 0), null);
      case "sum_weights_less_than_100", "sum_weights_more_than_100" ->
          create(NAME, weights(recorded), null);
      case "invalidTokenException" ->
          scene.call(
              "ListStateMachineAliases",
              AwsClient.object()
                  .put("stateMachineArn", scene.machine())
                  .put("nextToken", "InvalidToken"));
      case "list_executions_response" ->
          scene.call("ListExecutions", "stateMachineArn", scene.version(1));
      default -> throw new NotAtHand("call whose answer is " + answer);
    };
  }

  /** Versions are published when a route first needs them. */
  private String version(int number) {
    if (versions == 0) {
      scene.create(AwsClient.object().put("publish", true));
      versions = 1;
    }
    while (versions < number) {
      versions++;
      scene.update(
          AwsClient.object()
              .put("definition", scene.definition("R" + versions))
              .put("publish", true));
    }
    return scene.version(number);
  }

  private ArrayNode only(int number) {
    return routes(version(number), 100);
  }

  private ArrayNode of(int one, int weight, int other, int otherWeight) {
    return add(routes(version(one), weight), version(other), otherWeight);
  }

  private static ArrayNode routes(String arn, int weight) {
    return add(AwsClient.object().putArray("routes"), arn, weight);
  }

  private static ArrayNode add(ArrayNode routes, String arn, int weight) {
    routes.addObject().put("stateMachineVersionArn", arn).put("weight", weight);
    return routes;
  }

  private ArrayNode weights(JsonNode recorded) {
    var weights = WEIGHTS.matcher(recorded.toString());
    if (!weights.find()) {
      throw new NotAtHand("weights");
    }
    return of(1, Integer.parseInt(weights.group(1)), 2, Integer.parseInt(weights.group(2)));
  }

  private static ObjectNode withRoutes(ObjectNode request, ArrayNode routes) {
    request.set("routingConfiguration", routes);
    return request;
  }

  private JsonNode create(String name, ArrayNode routes, @Nullable String description) {
    var request = withRoutes(AwsClient.object().put("name", name), routes);
    if (description != null) {
      request.put("description", description);
    }
    var created = scene.call("CreateStateMachineAlias", request);
    aliasArn = created.path("stateMachineAliasArn").asText();
    return created;
  }

  /** The description that the first description shows, unless an update gave it. */
  private @Nullable String description() {
    var described = scene.recording.answers().get("describe_state_machine_alias_response");
    return described == null ? null : described.path("description").asText(null);
  }

  private static String nameIn(JsonNode recorded) {
    var arn = recorded.path("stateMachineAliasArn").asText();
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  private JsonNode update(ObjectNode change) {
    return scene.call(
        "UpdateStateMachineAlias", change.put("stateMachineAliasArn", String.valueOf(aliasArn)));
  }

  private JsonNode describe(String answer) {
    if (answer.equals("describe_state_machine_alias_response")) {
      // The test led it to the version that the answer shows.
      update(withRoutes(AwsClient.object(), only(2)));
    }
    return scene.call(
        "DescribeStateMachineAlias", "stateMachineAliasArn", String.valueOf(aliasArn));
  }

  private JsonNode delete(String index) {
    return delete(scene.machine(), "state_machine_alias_base_name-" + index);
  }

  private JsonNode delete(String machineArn, String name) {
    return scene.call("DeleteStateMachineAlias", "stateMachineAliasArn", machineArn + ":" + name);
  }

  private JsonNode list(String answer) {
    version(1);
    var request = AwsClient.object().put("stateMachineArn", scene.machine());
    var max = MAX.matcher(answer);
    if (max.matches()) {
      request.put("maxResults", Integer.parseInt(max.group(1)));
    }
    if (answer.contains("next_token")) {
      request.put("nextToken", scene.nextToken());
    }
    return scene.call("ListStateMachineAliases", request);
  }

  private JsonNode start(String arn) throws InterruptedException {
    var started =
        scene.call(
            "StartExecution",
            AwsClient.object().put("stateMachineArn", arn).put("name", scene.stage.name()));
    var executionArn = started.path("executionArn").asText();
    executions.put(arn, executionArn);
    scene.stage.awaitEnd(executionArn);
    return started;
  }
}
