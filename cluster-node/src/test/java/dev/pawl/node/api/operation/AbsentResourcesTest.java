package dev.pawl.node.api.operation;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every member of every operation that names a resource, with one that never was, that another
 * account or region has, or that was deleted: AWS's error for that operation, and nothing changes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbsentResourcesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOME = "arn:aws:states:us-east-1:000000000000:";
  private static final String PASS =
      "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";

  /** What is right in everything but the resource. */
  private static final Map<String, JsonNode> OTHERS =
      Map.ofEntries(
          entry("definition", text(PASS)),
          entry("roleArn", text(ROLE)),
          entry("input", text("{}")),
          entry("tags", JsonNodeFactory.instance.arrayNode()),
          entry("tagKeys", JsonNodeFactory.instance.arrayNode().add("k")),
          entry("description", text("d")));

  private static final Map<String, String> NAMES =
      Map.of(
          "stateMachineArn", "stateMachine:%s",
          "stateMachineVersionArn", "stateMachine:%s:1",
          "stateMachineAliasArn", "stateMachine:%s:live",
          "activityArn", "activity:%s",
          "executionArn", "execution:%s:one",
          "mapRunArn", "mapRun:%s/label:one",
          "resourceArn", "stateMachine:%s");

  private static final Map<String, String> ERRORS =
      Map.ofEntries(
          entry("DeleteActivity", ""),
          entry("DeleteStateMachine", ""),
          entry("DeleteStateMachineVersion", ""),
          entry("ListStateMachineVersions", ""),
          entry("DeleteStateMachineAlias", ""),
          entry("DescribeStateMachineAlias", "ResourceNotFound"),
          entry("UpdateStateMachineAlias", "ResourceNotFound"),
          entry("DescribeMapRun", "ResourceNotFound"),
          entry("UpdateMapRun", "ResourceNotFound"),
          entry("ListTagsForResource", "ResourceNotFound"),
          entry("TagResource", "ResourceNotFound"),
          entry("UntagResource", "ResourceNotFound"),
          entry("ListExecutions mapRunArn", "ResourceNotFound"));

  private static final Map<String, String> ERRORS_BY_MEMBER =
      Map.of(
          "stateMachineArn", "StateMachineDoesNotExist",
          "activityArn", "ActivityDoesNotExist",
          "executionArn", "ExecutionDoesNotExist");

  private ApiFixture api;
  private int requests;

  @BeforeAll
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory);
    api.sfn.createStateMachine(r -> r.name("deleted").definition(PASS).roleArn(ROLE).publish(true));
    api.sfn.deleteStateMachine(r -> r.stateMachineArn(HOME + "stateMachine:deleted"));
    api.sfn.createActivity(r -> r.name("deleted"));
    api.sfn.deleteActivity(r -> r.activityArn(HOME + "activity:deleted"));
    for (var there : List.of("there", "another")) {
      api.sfn.createStateMachine(r -> r.name(there).definition(PASS).roleArn(ROLE));
      api.sfn.createActivity(r -> r.name(there));
    }
  }

  @AfterAll
  void close() {
    api.close();
  }

  @Test
  void everyOperationSaysThatItsResourceIsNotThere() {
    var before = listings();

    OperationModel.read()
        .forEach((operation, members) ->
            members.stream()
                .filter(member -> NAMES.containsKey(member.name()))
                .forEach(member -> absent(operation, member, members)));

    System.out.println("absent resources: " + requests + " requests, none answered by a 5xx");
    assertThat(listings()).isEqualTo(before);
    assertThat(requests).isGreaterThan(100);
  }

  private void absent(
      String operation, OperationModel.Member member, List<OperationModel.Member> members) {
    for (var name : List.of("never-was", "deleted")) {
      refused(operation, member, members, HOME + resource(member, name));
    }
    var there = resource(member, "there");
    refused(operation, member, members, "arn:aws:states:us-east-1:111111111111:" + there);
    refused(operation, member, members, "arn:aws:states:eu-west-1:000000000000:" + there);
  }

  private static String resource(OperationModel.Member member, String name) {
    return String.valueOf(NAMES.get(member.name())).formatted(name);
  }

  private void refused(
      String operation,
      OperationModel.Member member,
      List<OperationModel.Member> members,
      String arn) {
    requests++;
    var answer = RawHttp.exchange(api.port.port(), request(operation, body(member, members, arn)));

    var what = "%s %s %s: %s".formatted(operation, member.name(), arn, answer);
    var error = error(operation, member.name());
    if (error.isEmpty()) {
      assertThat(answer).as(what).startsWith("HTTP/1.1 200");
    } else {
      assertThat(answer).as(what).startsWith("HTTP/1.1 400").contains("\"__type\":\"" + error);
    }
  }

  private static String error(String operation, String member) {
    return ERRORS.getOrDefault(
        operation + " " + member,
        ERRORS.getOrDefault(operation, ERRORS_BY_MEMBER.getOrDefault(member, "none known")));
  }

  private static ObjectNode body(
      OperationModel.Member member, List<OperationModel.Member> members, String arn) {
    var body = JsonNodeFactory.instance.objectNode().put(member.name(), arn);
    for (var other : members) {
      if (OTHERS.containsKey(other.name())) {
        body.set(other.name(), OTHERS.get(other.name()));
      }
    }
    return body;
  }

  private static String request(String operation, ObjectNode body) {
    try {
      return RawHttp.awsJson("AWSStepFunctions." + operation, JSON.writeValueAsString(body));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  private List<?> listings() {
    return List.of(
        api.sfn.listStateMachines().stateMachines(),
        api.sfn.listActivities().activities(),
        api.sfn.listExecutions(r -> r.stateMachineArn(HOME + "stateMachine:there")).executions(),
        api.sfn
            .describeStateMachine(r -> r.stateMachineArn(HOME + "stateMachine:there"))
            .toString());
  }
}
