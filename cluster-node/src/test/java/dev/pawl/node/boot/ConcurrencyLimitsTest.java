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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** Executions that wait their turn, on a whole node. */
class ConcurrencyLimitsTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";

  /** Runs until the test stops it. */
  private static final String HELD =
      """
      {"StartAt": "Hold", "States": {"Hold": {"Type": "Wait", "Seconds": 86400, "End": true}}}\
      """;

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  private PawlNode node;

  @SuppressWarnings("NullAway.Init")
  private SfnClient sfn;

  @SuppressWarnings("NullAway.Init")
  private AwsClient pawl;

  @BeforeEach
  void open() {
    node = PawlNode.start(NodeSettings.of(directory, "127.0.0.1", 0));
    var address = URI.create("http://127.0.0.1:" + node.address().getPort());
    sfn = TestClients.sfn(address);
    pawl = new AwsClient(address);
  }

  @AfterEach
  void close() {
    sfn.close();
    node.close();
  }

  private String machine(String name) {
    return sfn.createStateMachine(r -> r.name(name).roleArn(ROLE).definition(HELD))
        .stateMachineArn();
  }

  private static ObjectNode of(String machine) {
    return AwsClient.object().put("stateMachineArn", machine);
  }

  private JsonNode counts(String machine) {
    try {
      return pawl.pawl("DescribeConcurrencyLimits", of(machine));
    } catch (AwsError | IOException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitCounts(String machine, int running, int queued) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          var counts = counts(machine);
          assertThat(counts.path("running").intValue()).isEqualTo(running);
          assertThat(counts.path("queued").intValue()).isEqualTo(queued);
        });
  }

  private String start(String machine, String name, String input) {
    return sfn.startExecution(r -> r.stateMachineArn(machine).name(name).input(input))
        .executionArn();
  }

  private boolean hasBegun(String execution) {
    return sfn.getExecutionHistory(r -> r.executionArn(execution)).events().stream()
        .anyMatch(event -> event.type() == HistoryEventType.WAIT_STATE_ENTERED);
  }

  private void stop(String execution) {
    sfn.stopExecution(r -> r.executionArn(execution));
  }

  @Test
  void theOthersWaitTheirTurnAlsoAcrossARestart() throws AwsError, IOException {
    var machine = machine("limited");
    pawl.pawl("PutConcurrencyLimits", of(machine).put("maxConcurrency", 2));
    var all = IntStream.range(0, 5).mapToObj(i -> start(machine, "e" + i, "{}")).toList();
    awaitCounts(machine, 2, 3);

    close();
    open();

    await().until(() -> hasBegun(all.get(0)) && hasBegun(all.get(1)));
    assertThat(all.stream().filter(this::hasBegun)).hasSize(2);
    assertThat(sfn.describeExecution(r -> r.executionArn(all.get(4))).statusAsString())
        .isEqualTo("RUNNING");
    stop(all.get(4));
    stop(all.get(0));
    awaitCounts(machine, 2, 1);
    await().until(() -> hasBegun(all.get(2)));
    assertThat(hasBegun(all.get(3))).isFalse();

    pawl.pawl("DeleteConcurrencyLimits", of(machine));
    await().atMost(Duration.ofSeconds(30)).until(() -> hasBegun(all.get(3)));
  }

  @Test
  void thoseOfOneKeyFollowEachOtherAndARedriveWaitsAgain() throws AwsError, IOException {
    var machine = machine("per-key");
    pawl.pawl(
        "PutConcurrencyLimits",
        of(machine).put("maxConcurrencyPerKey", 1).put("keyPath", "$.customer"));
    var first = start(machine, "a1", "{\"customer\":\"a\"}");
    var second = start(machine, "a2", "{\"customer\":\"a\"}");
    var other = start(machine, "b1", "{\"customer\":\"b\"}");
    await().until(() -> hasBegun(first) && hasBegun(other));
    awaitCounts(machine, 2, 1);

    stop(first);
    await().until(() -> hasBegun(second));
    sfn.redriveExecution(r -> r.executionArn(first));
    awaitCounts(machine, 2, 1);
    stop(second);

    awaitCounts(machine, 2, 0);
    assertThat(sfn.describeExecution(r -> r.executionArn(first)).statusAsString())
        .isEqualTo("RUNNING");
  }

  @Test
  void whatDoesNotFitIsRefused() throws AwsError, IOException {
    var machine = machine("full");
    pawl.pawl("PutConcurrencyLimits", of(machine).put("maxConcurrency", 1).put("maxQueued", 1));
    start(machine, "runs", "{}");
    awaitCounts(machine, 1, 0);
    start(machine, "waits", "{}");

    assertThatThrownBy(() -> start(machine, "refused", "{}"))
        .hasMessageContaining("wait for others to end");
    for (var wrong :
        List.of(
            of(machine),
            of(machine).put("maxConcurrency", 0),
            of(machine).put("maxConcurrencyPerKey", 1),
            of(machine).put("maxConcurrencyPerKey", 1).put("keyPath", "$..a"))) {
      assertThatThrownBy(() -> pawl.pawl("PutConcurrencyLimits", wrong))
          .isInstanceOf(AwsError.class)
          .extracting(e -> ((AwsError) e).code())
          .isEqualTo("ValidationException");
    }
  }
}
