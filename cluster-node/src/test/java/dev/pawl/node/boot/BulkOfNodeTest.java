package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.TestClients;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;

/** A whole node pauses, resumes and migrates all that a query finds. */
class BulkOfNodeTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String WAIT =
      """
      {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"Next":"P"},"P":{"Type":"Pass","End":true}}}
      """;
  private static final String OTHER = WAIT.replace("\"Seconds\":3600", "\"Seconds\":7200");
  private static final String ELSEWHERE =
      "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";

  private PawlNode node;
  private SfnClient sfn;
  private AwsClient pawl;

  @BeforeEach
  void start(@TempDir Path directory) {
    node = PawlNode.start(NodeSettings.of(directory, "127.0.0.1", 0));
    var endpoint = URI.create("http://127.0.0.1:" + node.address().getPort());
    sfn = TestClients.sfn(endpoint);
    pawl = new AwsClient(endpoint, Optional.empty());
  }

  @AfterEach
  void stop() {
    sfn.close();
    node.close();
  }

  @Test
  void allThatIsFoundStandsStillAndGoesOn() throws Exception {
    var machine = machine("wait", WAIT);
    var found = List.of(started(machine, "one"), started(machine, "two"));
    var ended = started(machine, "ended");
    sfn.stopExecution(r -> r.executionArn(ended));
    var other = started(machine("other", WAIT), "three");
    var all = "stateMachine = wait";

    var paused = bulk("PAUSE", all, AwsClient.object().put("reason", "audit"));
    assertThat(counts(paused)).isEqualTo("3 found, 2 done, 1 refused");
    assertThat(paused.path("reason").asText()).isEqualTo("audit");
    assertThat(paused.path("lastRefusal").asText()).startsWith(ended + ": ").contains("ABORTED");
    for (var arn : found) {
      assertThat(explained(arn).path("pauseReason").asText()).isEqualTo("audit");
    }
    assertThat(explained(other).path("paused").asBoolean()).isFalse();

    pawl("PauseStateMachine", AwsClient.object().put("stateMachineArn", machine));
    var late = started(machine, "late");
    await().atMost(LONG).until(() -> explained(late).path("paused").asBoolean());
    assertThat(counts(bulk("RESUME", all, AwsClient.object())))
        .as("their machine still holds them")
        .isEqualTo("4 found, 1 done, 3 refused");

    pawl("ResumeStateMachine", AwsClient.object().put("stateMachineArn", machine));
    await().atMost(LONG).until(() -> !explained(late).path("paused").asBoolean());
    assertThat(counts(bulk("RESUME", all, AwsClient.object())))
        .isEqualTo("4 found, 4 done, 0 refused");
    for (var arn : found) {
      await().atMost(LONG).until(() -> !explained(arn).path("paused").asBoolean());
    }
  }

  @Test
  void allThatIsFoundGoesOverToAnotherRevision() throws Exception {
    var machine = machine("wait", WAIT);
    var first = sfn.publishStateMachineVersion(r -> r.stateMachineArn(machine));
    var found = List.of(started(machine, "one"), started(machine, "two"));
    var other = started(machine("other", WAIT), "three");
    var changed = sfn.updateStateMachine(r -> r.stateMachineArn(machine).definition(OTHER));

    var migrated = bulk("MIGRATE", "status = RUNNING", AwsClient.object());
    assertThat(counts(migrated)).isEqualTo("3 found, 3 done, 0 refused");
    for (var arn : found) {
      assertThat(revision(arn)).isEqualTo(changed.revisionId());
    }

    var back =
        bulk(
            "MIGRATE",
            "status = RUNNING",
            AwsClient.object().put("targetArn", first.stateMachineVersionArn()));
    assertThat(counts(back)).isEqualTo("3 found, 2 done, 1 refused");
    assertThat(back.path("lastRefusal").asText()).startsWith(other + ": Expected ");
    for (var arn : found) {
      assertThat(sfn.describeStateMachineForExecution(r -> r.executionArn(arn)).definition())
          .isEqualTo(WAIT);
    }

    sfn.updateStateMachine(r -> r.stateMachineArn(machine).definition(ELSEWHERE));
    assertThat(counts(bulk("MIGRATE", "stateMachine = wait", AwsClient.object())))
        .isEqualTo("2 found, 0 done, 2 refused");
  }

  @Test
  void aMemberOfAnotherActionIsRefused() {
    assertThatThrownBy(() ->
            pawl(
                "StartBulkOperation",
                AwsClient.object().put("action", "RESUME").put("reason", "because")))
        .isInstanceOf(AwsError.class)
        .hasMessage("Expected no reason with the action RESUME, but found one.");
    assertThatThrownBy(() ->
            pawl(
                "StartBulkOperation",
                AwsClient.object().put("action", "MIGRATE").put("targetArn", "orders:7")))
        .isInstanceOfSatisfying(
            AwsError.class, refusal -> assertThat(refusal.code()).isEqualTo("InvalidArn"));
  }

  private String machine(String name, String definition) {
    return sfn.createStateMachine(r -> r.name(name).roleArn(ROLE).definition(definition))
        .stateMachineArn();
  }

  private String started(String machine, String name) {
    return sfn.startExecution(r -> r.stateMachineArn(machine).name(name)).executionArn();
  }

  private JsonNode pawl(String operation, ObjectNode members) throws AwsError, IOException {
    return pawl.pawl(operation, members);
  }

  private JsonNode explained(String arn) throws AwsError, IOException {
    return pawl("ExplainExecution", AwsClient.object().put("executionArn", arn));
  }

  private String revision(String arn) {
    return sfn.describeStateMachineForExecution(r -> r.executionArn(arn)).revisionId();
  }

  /** The operation at its end. */
  private JsonNode bulk(String action, String query, ObjectNode members)
      throws AwsError, IOException {
    var begun = pawl("StartBulkOperation", members.put("action", action).put("query", query));
    var id = AwsClient.object().put("bulkOperationId", begun.path("bulkOperationId").asText());
    await()
        .atMost(LONG)
        .until(() -> !pawl("DescribeBulkOperation", id).path("status").asText().equals("RUNNING"));
    return pawl("DescribeBulkOperation", id);
  }

  private static String counts(JsonNode operation) {
    return "%d found, %d done, %d refused"
        .formatted(
            operation.path("matched").asLong(),
            operation.path("succeeded").asLong(),
            operation.path("refused").asLong());
  }
}
