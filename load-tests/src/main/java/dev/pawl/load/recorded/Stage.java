package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What one recording has made on the node: functions, activities, machines, executions. */
final class Stage {

  static final String ROLE = "arn:aws:iam::000000000000:role/recorded";
  private static final long END_NANOS = 100_000_000_000L;

  private final AwsClient aws;
  private final String prefix;
  private final AtomicInteger names = new AtomicInteger();
  private final List<String> functionArns = new ArrayList<>();

  Stage(AwsClient aws, String prefix) {
    this.aws = aws;
    this.prefix = prefix;
  }

  AwsClient aws() {
    return aws;
  }

  /** A name that nobody has used. */
  String name() {
    return prefix + "-" + names.incrementAndGet();
  }

  List<String> functionArns() {
    return functionArns;
  }

  void createFunctions(List<String> sources, int atLeast) {
    if (sources.isEmpty()) {
      throw new NotAtHand("source of the function");
    }
    for (var i = 0; i < Math.max(sources.size(), atLeast); i++) {
      var source = sources.get(Math.min(i, sources.size() - 1));
      functionArns.add(Handlers.create(aws, name(), source.substring(source.lastIndexOf('/') + 1)));
    }
  }

  String createActivity() {
    var created = aws.stepFunctions("CreateActivity", AwsClient.object().put("name", name()));
    return created.required("activityArn").textValue();
  }

  JsonNode createMachine(String definition, String type) {
    return aws.stepFunctions(
        "CreateStateMachine",
        AwsClient.object()
            .put("name", name())
            .put("definition", definition)
            .put("type", type)
            .put("roleArn", ROLE));
  }

  String createMachine(String definition) {
    return createMachine(definition, "STANDARD").required("stateMachineArn").textValue();
  }

  String start(String stateMachineArn, String input) {
    ObjectNode request =
        AwsClient.object()
            .put("stateMachineArn", stateMachineArn)
            .put("name", name())
            .put("input", input);
    return aws.stepFunctions("StartExecution", request).required("executionArn").textValue();
  }

  JsonNode describe(String executionArn) {
    return aws.stepFunctions(
        "DescribeExecution", AwsClient.object().put("executionArn", executionArn));
  }

  /** The description of an execution that has ended. */
  JsonNode awaitEnd(String executionArn) throws InterruptedException {
    var until = System.nanoTime() + END_NANOS;
    for (; ; ) {
      var described = describe(executionArn);
      if (!described.path("status").asText().equals("RUNNING") || System.nanoTime() > until) {
        return described;
      }
      Thread.sleep(50);
    }
  }

  ArrayNode history(String executionArn) {
    return aws.history(executionArn);
  }

  ArrayNode historyReversed(String executionArn) {
    var request = AwsClient.object().put("executionArn", executionArn).put("reverseOrder", true);
    return (ArrayNode) aws.stepFunctions("GetExecutionHistory", request).path("events");
  }
}
