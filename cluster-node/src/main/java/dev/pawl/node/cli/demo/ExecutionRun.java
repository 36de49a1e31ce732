package dev.pawl.node.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One execution of the demonstration, and what its history said before the node was killed. */
final class ExecutionRun {

  private static final int EVENTS_MAX = 25_000;

  private final String machine;
  private final String name;
  private final String arn;
  private List<JsonNode> eventsBeforeKill = List.of();
  private String statusBeforeKill = "";

  private ExecutionRun(String machine, String name, String arn) {
    this.machine = machine;
    this.name = name;
    this.arn = arn;
  }

  static ExecutionRun start(AwsClient aws, String machineArn, String name, JsonNode input)
      throws AwsError, IOException {
    var started =
        aws.stepFunctions(
            "StartExecution",
            AwsClient.object()
                .put("stateMachineArn", machineArn)
                .put("name", name)
                .put("input", input.toString()));
    var machine = machineArn.substring(machineArn.lastIndexOf(':') + 1);
    return new ExecutionRun(machine, name, started.path("executionArn").asText());
  }

  String name() {
    return name;
  }

  String machine() {
    return machine;
  }

  /** Everything the node has acknowledged until now. It must all be there after the crash. */
  void remember(AwsClient aws) throws AwsError, IOException {
    eventsBeforeKill = events(aws);
    statusBeforeKill = describe(aws).path("status").asText();
  }

  List<JsonNode> eventsBeforeKill() {
    return eventsBeforeKill;
  }

  boolean wasRunningAtKill() {
    return statusBeforeKill.equals("RUNNING");
  }

  JsonNode describe(AwsClient aws) throws AwsError, IOException {
    return aws.stepFunctions("DescribeExecution", AwsClient.object().put("executionArn", arn));
  }

  List<JsonNode> events(AwsClient aws) throws AwsError, IOException {
    var request = AwsClient.object().put("executionArn", arn).put("maxResults", 1000);
    var events = new ArrayList<JsonNode>();
    aws.pages("GetExecutionHistory", request, "events", EVENTS_MAX).forEach(events::add);
    return events;
  }

  /** The state an execution is in, in the words of its latest events; for the narration. */
  static String whereabouts(List<JsonNode> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      var entered = events.get(i).path("stateEnteredEventDetails").path("name");
      if (entered.isTextual()) {
        return entered.asText();
      }
    }
    return "the beginning";
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }
}
