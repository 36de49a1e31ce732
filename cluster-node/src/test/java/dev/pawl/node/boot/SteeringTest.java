package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executions that are paused, resumed, signalled and explained, across restarts of their node. */
class SteeringTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String SIGNALS =
      """
      {"StartAt":"One","States":{
        "One":{"Type":"Task","Resource":"arn:pawl:states:::signal:wait","Parameters":{"Name":"go"},"Next":"Some"},
        "Some":{"Type":"Task","Resource":"arn:pawl:states:::signal:wait","Parameters":{"Name":"go","MaxCount":10},"End":true}}}
      """;
  private static final String WAIT =
      """
      {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"Next":"P"},"P":{"Type":"Pass","End":true}}}
      """;

  @TempDir private Path directory;

  @Test
  void pausedWithSignalsThatWaitItSurvivesARestart() throws Exception {
    var arn = "";
    try (var node = node()) {
      var aws = client(node);
      arn = started(aws, machine(aws, "signals", SIGNALS), "one");
      pawl(aws, "PauseExecution", execution(arn).put("reason", "deploy"));
      for (int n = 1; n <= 3; n++) {
        signal(aws, arn, n);
      }
      signal(aws, arn, 3);
    }

    try (var node = node()) {
      var aws = client(node);
      var explained = pawl(aws, "ExplainExecution", execution(arn));
      assertThat(explained.path("paused").asBoolean()).isTrue();
      assertThat(explained.path("pauseReason").asText()).isEqualTo("deploy");
      assertThat(explained.at("/waitingSignals/0/count").asInt()).isEqualTo(3);
      assertThat(explained.at("/branches/0/waitsFor").asText()).isEqualTo("SIGNAL");
      assertThat(status(aws, arn)).isEqualTo("RUNNING");

      pawl(aws, "ResumeExecution", execution(arn));

      var one = arn;
      await().atMost(LONG).until(() -> status(aws, one).equals("SUCCEEDED"));
      assertThat(described(aws, arn).path("output").asText()).isEqualTo("[{\"n\":2},{\"n\":3}]");
      assertThatThrownBy(() -> signal(aws, one, 9))
          .isInstanceOf(AwsError.class)
          .hasMessageContaining("Expected a running execution");
    }
  }

  @Test
  void aPausedMachineHoldsWhatRunsAndWhatIsStartedUntilItGoesOn() throws Exception {
    var running = "";
    var late = "";
    var machine = "";
    try (var node = node()) {
      var aws = client(node);
      machine = machine(aws, "wait", WAIT);
      running = started(aws, machine, "running");
      pawl(
          aws,
          "PauseStateMachine",
          AwsClient.object().put("stateMachineArn", machine).put("reason", "incident"));
      late = started(aws, machine, "late");
      var arn = late;
      await().atMost(LONG).until(() -> events(aws, arn).equals("ExecutionStarted "));
    }

    try (var node = node()) {
      var aws = client(node);
      for (var arn : new String[] {running, late}) {
        var explained = pawl(aws, "ExplainExecution", execution(arn));
        assertThat(explained.path("pausedBy").asText()).isEqualTo("STATE_MACHINE");
        assertThat(explained.path("pauseReason").asText()).isEqualTo("incident");
      }
      var other = started(aws, machine(aws, "other", WAIT), "other");
      await().atMost(LONG).until(() -> status(aws, other).equals("SUCCEEDED"));
      assertThat(status(aws, running)).isEqualTo("RUNNING");
      assertThat(events(aws, late)).isEqualTo("ExecutionStarted ");

      pawl(aws, "ResumeStateMachine", AwsClient.object().put("stateMachineArn", machine));

      for (var arn : new String[] {running, late}) {
        await().atMost(LONG).until(() -> status(aws, arn).equals("SUCCEEDED"));
      }
    }
  }

  private PawlNode node() {
    return PawlNode.start(NodeSettings.of(directory, "127.0.0.1", 0));
  }

  private static AwsClient client(PawlNode node) {
    return new AwsClient(URI.create("http://127.0.0.1:" + node.address().getPort()));
  }

  private static String machine(AwsClient aws, String name, String definition)
      throws AwsError, IOException {
    return aws.stepFunctions(
            "CreateStateMachine",
            AwsClient.object().put("name", name).put("definition", definition).put("roleArn", ROLE))
        .path("stateMachineArn")
        .asText();
  }

  private static String started(AwsClient aws, String machine, String name)
      throws AwsError, IOException {
    return aws.stepFunctions(
            "StartExecution", AwsClient.object().put("stateMachineArn", machine).put("name", name))
        .path("executionArn")
        .asText();
  }

  private static ObjectNode execution(String arn) {
    return AwsClient.object().put("executionArn", arn);
  }

  private static JsonNode pawl(AwsClient aws, String operation, ObjectNode input)
      throws AwsError, IOException {
    return aws.pawl(operation, input);
  }

  private static void signal(AwsClient aws, String arn, int n) throws AwsError, IOException {
    aws.pawl(
        "SignalExecution",
        execution(arn)
            .put("name", "go")
            .put("signalId", "signal-" + n)
            .put("payload", "{\"n\":" + n + "}"));
  }

  private static JsonNode described(AwsClient aws, String arn) throws AwsError, IOException {
    return aws.stepFunctions("DescribeExecution", execution(arn));
  }

  private static String status(AwsClient aws, String arn) throws AwsError, IOException {
    return described(aws, arn).path("status").asText();
  }

  private static String events(AwsClient aws, String arn) throws AwsError, IOException {
    var types = new StringBuilder();
    aws.stepFunctions("GetExecutionHistory", execution(arn))
        .path("events")
        .forEach(event -> types.append(event.path("type").asText()).append(' '));
    return types.toString();
  }
}
