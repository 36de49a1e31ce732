package dev.pawl.node.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.node.api.RawHttp;
import dev.pawl.node.api.TestClients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** One whole node, seen through AWS's clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiOfNodeTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";

  private PawlNode node;
  private Path directory;
  private SfnClient sfn;
  private LambdaClient lambda;

  @BeforeAll
  void start(@TempDir Path temporary) {
    directory = temporary;
    node = PawlNode.start(NodeSettings.of(directory, "127.0.0.1", 0));
    var endpoint = URI.create("http://127.0.0.1:" + node.address().getPort());
    sfn = TestClients.sfn(endpoint);
    lambda = TestClients.lambda(endpoint);
  }

  @AfterAll
  void stop() {
    sfn.close();
    lambda.close();
    node.close();
  }

  @Test
  void anExecutionRunsToItsEndAndHasAHistory() {
    var machine =
        create(
            "pass",
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Result\":{\"a\":1},\"End\":true}}}");

    var arn = sfn.startExecution(r -> r.stateMachineArn(machine).name("n")).executionArn();
    await().until(() -> status(arn).equals("SUCCEEDED"));

    assertThat(sfn.describeExecution(r -> r.executionArn(arn)).output()).isEqualTo("{\"a\":1}");
    var events = sfn.getExecutionHistory(r -> r.executionArn(arn)).events();
    assertThat(events.stream().map(HistoryEvent::typeAsString))
        .containsExactly(
            "ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded");
    assertThat(sfn.listExecutions(r -> r.stateMachineArn(machine)).executions()).hasSize(1);
  }

  @Test
  void aWorkerTakesATaskAndAnswersIt() {
    var activity = sfn.createActivity(r -> r.name("worker")).activityArn();
    var machine =
        create(
            "activity",
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\""
                + activity
                + "\",\"End\":true}}}");
    var arn =
        sfn.startExecution(r -> r.stateMachineArn(machine).input("{\"n\": 1}")).executionArn();

    var task = sfn.getActivityTask(r -> r.activityArn(activity));
    sfn.sendTaskSuccess(r -> r.taskToken(task.taskToken()).output("\"done\""));
    await().until(() -> status(arn).equals("SUCCEEDED"));

    assertThat(task.input()).isEqualTo("{\"n\": 1}");
    assertThat(sfn.describeExecution(r -> r.executionArn(arn)).output()).isEqualTo("\"done\"");
  }

  @Test
  void aFailedExecutionIsRedriven() {
    var activity = sfn.createActivity(r -> r.name("redriven")).activityArn();
    var machine =
        create(
            "redriven",
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\""
                + activity
                + "\",\"End\":true}}}");
    var arn = sfn.startExecution(r -> r.stateMachineArn(machine)).executionArn();
    var first = sfn.getActivityTask(r -> r.activityArn(activity));
    sfn.sendTaskFailure(r -> r.taskToken(first.taskToken()).error("E"));
    await().until(() -> status(arn).equals("FAILED"));
    assertThat(sfn.describeExecution(r -> r.executionArn(arn)).redriveStatusAsString())
        .isEqualTo("REDRIVABLE");

    var redriven = sfn.redriveExecution(r -> r.executionArn(arn).clientToken("t"));
    var again = sfn.redriveExecution(r -> r.executionArn(arn).clientToken("t"));
    var running = sfn.describeExecution(r -> r.executionArn(arn));
    var second = sfn.getActivityTask(r -> r.activityArn(activity));
    sfn.sendTaskSuccess(r -> r.taskToken(second.taskToken()).output("2"));
    await().until(() -> status(arn).equals("SUCCEEDED"));

    assertThat(again.redriveDate()).isEqualTo(redriven.redriveDate());
    assertThat(running.statusAsString()).isEqualTo("RUNNING");
    assertThat(running.redriveCount()).isEqualTo(1);
    assertThat(running.redriveDate()).isEqualTo(redriven.redriveDate());
    assertThat(running.redriveStatusReason())
        .isEqualTo("Execution is RUNNING and cannot be redriven");
    assertThat(sfn.describeExecution(r -> r.executionArn(arn)).output()).isEqualTo("2");
    assertThat(
            sfn.listExecutions(r -> r.stateMachineArn(machine).redriveFilter("REDRIVEN"))
                .executions())
        .hasSize(1);
    assertThat(
            sfn.listExecutions(r -> r.stateMachineArn(machine).redriveFilter("NOT_REDRIVEN"))
                .executions())
        .isEmpty();
    assertThatThrownBy(() -> sfn.redriveExecution(r -> r.executionArn(arn)))
        .isInstanceOf(ExecutionNotRedrivableException.class)
        .hasMessageContaining("Execution is SUCCEEDED and cannot be redriven");
  }

  @Test
  void whatAMachineWantsLoggedIsWrittenToAFile() {
    var machine =
        sfn.createStateMachine(r ->
                r.name("logged")
                    .type("EXPRESS")
                    .definition(
                        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}")
                    .roleArn(ROLE)
                    .loggingConfiguration(l ->
                        l.level("ALL")
                            .includeExecutionData(false)
                            .destinations(d ->
                                d.cloudWatchLogsLogGroup(g ->
                                    g.logGroupArn(
                                        "arn:aws:logs:us-east-1:000000000000:log-group:/my/group:*")))))
            .stateMachineArn();

    sfn.startExecution(r -> r.stateMachineArn(machine).name("n").input("{\"secret\":1}"));

    var file = directory.resolve("logs/executions/%2Fmy%2Fgroup.log");
    await().until(() -> Files.exists(file) && Files.readAllLines(file).size() == 4);
    await()
        .untilAsserted(() ->
            assertThat(Files.readString(file))
                .contains(
                    "{\"id\":\"2\",\"type\":\"PassStateEntered\",\"details\":{\"name\":\"A\"},")
                .contains("\"previous_event_id\":\"0\"")
                .contains("\"redrive_count\":\"0\"")
                .doesNotContain("secret"));
  }

  @Test
  void aFunctionIsInvokedDirectlyAndAsATask() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "the function calls curl");
    var code = SdkBytes.fromByteArray(shell());
    var function =
        lambda
            .createFunction(r ->
                r.functionName("twice")
                    .role(ROLE)
                    .runtime("provided.al2023")
                    .handler("any")
                    .timeout(30)
                    .code(c -> c.zipFile(code)))
            .functionArn();
    var machine =
        create(
            "function",
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\""
                + function
                + "\",\"End\":true}}}");

    var invoked = lambda.invoke(r -> r.functionName("twice").payload(SdkBytes.fromUtf8String("1")));
    var arn = sfn.startExecution(r -> r.stateMachineArn(machine)).executionArn();
    await().until(() -> !status(arn).equals("RUNNING"));
    var log =
        RawHttp.exchange(
            node.address().getPort(),
            "GET /_pawl/functions/twice/log HTTP/1.1\nHost: x\nConnection: close\n\n");

    assertThat(invoked.functionError()).isNull();
    assertThat(invoked.payload().asUtf8String()).isEqualTo("{\"hello\":\"shell\"}");
    assertThat(sfn.describeExecution(r -> r.executionArn(arn)).output())
        .isEqualTo("{\"hello\":\"shell\"}");
    assertThat(log).contains("START RequestId:");
  }

  @Test
  void aStoppedExecutionStays() {
    var machine =
        create(
            "wait",
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":600,\"End\":true}}}");
    var arn = sfn.startExecution(r -> r.stateMachineArn(machine)).executionArn();

    var stopped = sfn.stopExecution(r -> r.executionArn(arn).error("e").cause("c"));

    assertThat(stopped.stopDate()).isNotNull();
    var described = sfn.describeExecution(r -> r.executionArn(arn));
    assertThat(described.statusAsString()).isEqualTo("ABORTED");
    assertThat(described.error()).isEqualTo("e");
  }

  private String create(String name, String definition) {
    return sfn.createStateMachine(r -> r.name(name).definition(definition).roleArn(ROLE))
        .stateMachineArn();
  }

  private String status(String executionArn) {
    return sfn.describeExecution(r -> r.executionArn(executionArn)).statusAsString();
  }

  /** A custom runtime in a shell: asks for an invocation, answers it, and so on. */
  private static byte[] shell() throws IOException {
    var bootstrap =
        """
        #!/bin/sh
        base="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
        while true; do
          id=$(curl -sD - -o /dev/null "$base/next" | tr -d '\\r' | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: //p')
          curl -s -X POST "$base/$id/response" -d '{"hello":"shell"}' > /dev/null
        done
        """;
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("bootstrap"));
      zip.write(bootstrap.getBytes(UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
