package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.TestClients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

/** What a whole node tells its operator, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservedNodeTest {

  private static final String FAILING =
      """
      {"StartAt": "A", "States": {
        "A": {"Type": "Pass", "Next": "B"},
        "B": {"Type": "Task", "Resource": "%s", "TimeoutSeconds": 60, "End": true,
              "Retry": [{"ErrorEquals": ["again"], "IntervalSeconds": 1, "MaxAttempts": 1}]}}}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private PawlNode node;
  private SfnClient sfn;

  @BeforeAll
  void start(@TempDir Path directory) {
    node =
        PawlNode.start(
            NodeSettings.of(directory, "127.0.0.1", 0)
                .with(ConfigFactory.parseString("pawl.observe { host = 127.0.0.1, port = 0 }")));
    sfn = TestClients.sfn(URI.create("http://127.0.0.1:" + node.address().getPort()));
  }

  @AfterAll
  void stop() {
    sfn.close();
    node.close();
    http.close();
  }

  @Test
  void executionsTasksAndRequestsAreCountedAsTheHistoriesTellThem() throws IOException {
    var activity = sfn.createActivity(r -> r.name("observed")).activityArn();
    var machine =
        sfn.createStateMachine(r ->
                r.name("observed")
                    .definition(FAILING.formatted(activity))
                    .roleArn("arn:aws:iam::000000000000:role/r"))
            .stateMachineArn();
    var execution = sfn.startExecution(r -> r.stateMachineArn(machine)).executionArn();
    for (var error : new String[] {"again", "enough"}) {
      var task = sfn.getActivityTask(r -> r.activityArn(activity));
      sfn.sendTaskFailure(r -> r.taskToken(task.taskToken()).error(error));
    }
    await().until(() -> status(execution).equals("FAILED"));
    assertThatThrownBy(() -> sfn.stopExecution(r -> r.executionArn(execution + "x")))
        .isInstanceOf(ExecutionDoesNotExistException.class);

    var page = body("/metrics");

    assertThat(value(page, "pawl_executions_started_total{type=\"standard\"}")).isEqualTo(1);
    assertThat(value(page, "pawl_executions_ended_total{status=\"FAILED\"}")).isEqualTo(1);
    assertThat(value(page, "pawl_executions_ended_total{status=\"SUCCEEDED\"}")).isZero();
    assertThat(value(page, "pawl_transitions_total")).isEqualTo(2);
    assertThat(value(page, "pawl_retries_total")).isEqualTo(1);
    assertThat(value(page, "pawl_tasks_total{outcome=\"failed\",service=\"activity\"}"))
        .isEqualTo(2);
    assertThat(
            value(
                page, "pawl_task_duration_seconds_count{outcome=\"failed\",service=\"activity\"}"))
        .isEqualTo(2);
    assertThat(value(page, "pawl_timers_lateness_seconds_count")).isPositive();
    assertThat(value(page, "pawl_activity_tasks_total{activity=\"observed\"}")).isEqualTo(2);
    assertThat(
            value(
                page,
                "pawl_api_requests_seconds_count{error=\"none\",operation=\"StartExecution\"}"))
        .isEqualTo(1);
    assertThat(
            value(
                page,
                "pawl_api_requests_seconds_count{error=\"ExecutionDoesNotExist\",operation=\"StopExecution\"}"))
        .isEqualTo(1);
    assertThat(value(page, "pawl_journal_commit_seconds_count")).isPositive();
    assertThat(value(page, "pawl_journal_batch_sum")).isPositive();
    assertThat(value(page, "pawl_cluster_members")).isEqualTo(1);
    assertThat(page)
        .contains("hikaricp_connections_active{pool=\"pawl-read\"")
        .contains("jvm_memory_used_bytes")
        .contains("pawl_functions_processes");
    whatIsAskedForAndWrittenAboutExists(page);
    await()
        .untilAsserted(
            () -> assertThat(value(body("/metrics"), "pawl_executions_in_memory")).isZero());
  }

  /**
   * Alerts and dashboard ask for nothing that a node does not tell, and the guide leaves none out.
   */
  private static void whatIsAskedForAndWrittenAboutExists(String page) throws IOException {
    var told =
        Pattern.compile("(?m)^((?:pawl|hikaricp)_\\w+)[{ ]")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    var home = Path.of("..");
    for (var file :
        List.of(
            "k8s/components/monitoring/alerts.yaml",
            "k8s/components/monitoring/dashboard.json",
            "k8s/components/keda/scaledobject.yaml")) {
      assertThat(names(Files.readString(home.resolve(file))))
          .as(file)
          .isSubsetOf(told)
          .isNotEmpty();
    }
    var families =
        Pattern.compile("(?m)^# TYPE (pawl_\\w+) ")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .filter(name -> !name.endsWith("_max"))
            .toList();
    assertThat(Files.readString(home.resolve("docs/observability.md"))).contains(families);
  }

  private static List<String> names(String text) {
    return Pattern.compile("\\b(?:pawl|hikaricp)_\\w+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void anUnknownOperationMakesNoLabelOfItsOwn() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.address().getPort()))
            .header("X-Amz-Target", "AWSStepFunctions.Surprise")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    http.send(request, HttpResponse.BodyHandlers.discarding());

    assertThat(body("/metrics")).contains("operation=\"unknown\"").doesNotContain("Surprise");
  }

  @Test
  void aRunningNodeIsAliveAndReady() {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    var ready = get("/health/ready");
    assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
    assertThat(ready.body())
        .contains("\"database\"")
        .contains("\"clock\"")
        .contains("\"cluster\"")
        .contains("\"journal\"");
  }

  @Test
  void thePublicPortSaysWhetherButNotWhy() throws IOException, InterruptedException {
    var port = node.address().getPort();
    var health = get(port, "/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(get(port, "/metrics").statusCode()).isEqualTo(404);
    assertThat(get(port, "/_pawl/metrics").body()).contains("pawl_journal_depth");
  }

  @Test
  void aNodeWhoseJournalIsFullIsAliveButNotReadyAndSaysWhy(@TempDir Path directory)
      throws IOException, InterruptedException {
    var full =
        ConfigFactory.parseString(
            "pawl.observe { host = 127.0.0.1, port = 0 }, pawl.execution.journal-depth-max = -1");
    try (var overloaded = PawlNode.start(NodeSettings.of(directory, "127.0.0.1", 0).with(full))) {
      var port = overloaded.observeAddress().orElseThrow().getPort();

      assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(port, "/health/ready").statusCode()).isEqualTo(503);
      assertThat(get(port, "/health/ready").body())
          .contains("Expected at most -1 writes to wait for the database, but 0 do.");
      assertThat(get(overloaded.address().getPort(), "/health").statusCode()).isEqualTo(503);
    }
  }

  private static double value(String page, String series) {
    var found =
        Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE).matcher(page);
    assertThat(found.find()).as(series + " in\n" + page).isTrue();
    return Double.parseDouble(found.group(1));
  }

  private String status(String executionArn) {
    return sfn.describeExecution(r -> r.executionArn(executionArn)).statusAsString();
  }

  private String body(String path) {
    return get(path).body();
  }

  private HttpResponse<String> get(String path) {
    try {
      return get(node.observeAddress().orElseThrow().getPort(), path);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
