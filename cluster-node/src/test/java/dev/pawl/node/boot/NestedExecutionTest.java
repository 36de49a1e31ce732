package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.node.api.TestClients;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** Executions that start executions, on a whole node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NestedExecutionTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";

  private Path directory;
  private PawlNode node;
  private SfnClient sfn;

  @BeforeAll
  void start(@TempDir Path directory) {
    this.directory = directory;
    open();
  }

  private void open() {
    node = PawlNode.start(NodeSettings.of(directory, "127.0.0.1", 0));
    sfn = TestClients.sfn(URI.create("http://127.0.0.1:" + node.address().getPort()));
  }

  @AfterAll
  void stop() {
    sfn.close();
    node.close();
  }

  private String create(String name, String state) {
    return sfn.createStateMachine(r ->
            r.name(name)
                .roleArn(ROLE)
                .definition(
                    "{\"StartAt\":\"A\",\"States\":{\"A\":" + state.replace('\'', '"') + "}}"))
        .stateMachineArn();
  }

  private String parent(String name, String pattern, String child) {
    return create(
        name,
        "{'Type':'Task','Resource':'arn:aws:states:::states:startExecution"
            + pattern
            + "','Parameters':{'StateMachineArn':'"
            + child
            + "','Name':'child-of-"
            + name
            + "','Input':{'n.$':'$.n'}},'End':true}");
  }

  private String run(String machine) {
    return sfn.startExecution(r -> r.stateMachineArn(machine).input("{\"n\":1}")).executionArn();
  }

  private String status(String arn) {
    return sfn.describeExecution(r -> r.executionArn(arn)).statusAsString();
  }

  private void awaitEnd(String arn) {
    await().until(() -> !status(arn).equals("RUNNING"));
  }

  private List<String> history(String arn) {
    return sfn.getExecutionHistory(r -> r.executionArn(arn)).events().stream()
        .map(HistoryEvent::typeAsString)
        .toList();
  }

  @Test
  void aTaskStartsAnExecutionAndGoesOn() throws Exception {
    var child = create("plain-child", "{'Type':'Pass','End':true}");

    var arn = run(parent("plain", "", child));
    awaitEnd(arn);

    var output =
        new ObjectMapper().readTree(sfn.describeExecution(r -> r.executionArn(arn)).output());
    var started = output.get("ExecutionArn").asText();
    assertThat(started).endsWith(":execution:plain-child:child-of-plain");
    awaitEnd(started);
    assertThat(sfn.describeExecution(r -> r.executionArn(started)).input()).isEqualTo("{\"n\":1}");
  }

  @Test
  void aTaskWaitsForTheEndOfWhatItStarted() throws Exception {
    var child = create("job-child", "{'Type':'Pass','Result':{'done':true},'End':true}");

    var first = run(parent("job", ".sync", child));
    var second = run(parent("job2", ".sync:2", child));
    awaitEnd(first);
    awaitEnd(second);

    assertThat(history(first))
        .containsExactly(
            "ExecutionStarted",
            "TaskStateEntered",
            "TaskScheduled",
            "TaskStarted",
            "TaskSubmitted",
            "TaskSucceeded",
            "TaskStateExited",
            "ExecutionSucceeded");
    var json = new ObjectMapper();
    assertThat(
            json.readTree(sfn.describeExecution(r -> r.executionArn(first)).output()).get("Output"))
        .isEqualTo(json.readTree("\"{\\\"done\\\":true}\""));
    assertThat(
            json.readTree(sfn.describeExecution(r -> r.executionArn(second)).output())
                .get("Output"))
        .isEqualTo(json.readTree("{\"done\":true}"));
  }

  @Test
  void theFailureOfWhatItStartedIsItsOwn() throws Exception {
    var child = create("bad-child", "{'Type':'Fail','Error':'Bad','Cause':'luck'}");

    var arn = run(parent("bad", ".sync:2", child));
    awaitEnd(arn);

    var described = sfn.describeExecution(r -> r.executionArn(arn));
    assertThat(described.error()).isEqualTo("States.TaskFailed");
    var cause = new ObjectMapper().readTree(described.cause());
    assertThat(cause.get("Error").asText()).isEqualTo("Bad");
    assertThat(cause.get("Status").asText()).isEqualTo("FAILED");
  }

  @Test
  void whoeverIsStoppedStopsWhatItWaitsFor() {
    var child = create("long-child", "{'Type':'Wait','Seconds':600,'End':true}");
    var arn = run(parent("long", ".sync", child));
    var started = child.replace(":stateMachine:", ":execution:") + ":child-of-long";
    await().until(() -> history(arn).contains("TaskSubmitted"));

    sfn.stopExecution(r -> r.executionArn(arn));

    await().until(() -> status(started).equals("ABORTED"));
  }

  @Test
  void whatDoesNotExistCannotBeStarted() {
    var arn = run(parent("lost", "", "arn:aws:states:us-east-1:000000000000:stateMachine:nowhere"));
    awaitEnd(arn);

    var described = sfn.describeExecution(r -> r.executionArn(arn));
    assertThat(described.error()).isEqualTo("StepFunctions.StateMachineDoesNotExistException");
    assertThat(described.cause())
        .startsWith(
            "State Machine Does Not Exist: 'arn:aws:states:us-east-1:000000000000:stateMachine:nowhere' (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: ");
  }

  @Test
  void aTakenNameIsRefused() {
    var child = create("taken-child", "{'Type':'Wait','Seconds':600,'End':true}");
    sfn.startExecution(r -> r.stateMachineArn(child).name("child-of-taken").input("{\"n\":1}"));

    var arn = run(parent("taken", ".sync", child));
    awaitEnd(arn);

    assertThat(sfn.describeExecution(r -> r.executionArn(arn)).error())
        .isEqualTo("StepFunctions.ExecutionAlreadyExistsException");
  }

  @Test
  void aRestartOfTheNodeLosesNeither() {
    var child = create("slow-child", "{'Type':'Wait','Seconds':3,'End':true}");
    var arn = run(parent("slow", ".sync", child));
    await().until(() -> history(arn).contains("TaskSubmitted"));

    stop();
    open();

    await().until(() -> status(arn).equals("SUCCEEDED"));
  }

  @Test
  void aTaskCallsAnyOperationOfStepFunctionsAsTheSdkDoes() throws Exception {
    var machine =
        create(
            "sdk-list",
            "{'Type':'Task','Resource':'arn:aws:states:::aws-sdk:sfn:listStateMachines',"
                + "'Parameters':{'MaxResults':1},'End':true}");

    var arn = run(machine);
    awaitEnd(arn);

    var listed =
        new ObjectMapper()
            .readTree(sfn.describeExecution(r -> r.executionArn(arn)).output())
            .path("StateMachines");
    assertThat(listed).hasSize(1);
    assertThat(listed.path(0).path("StateMachineArn").asText()).startsWith("arn:aws:states:");
    assertThat(Instant.parse(listed.path(0).path("CreationDate").asText())).isBefore(Instant.MAX);
  }

  @Test
  void whatTheApiOfStepFunctionsRefusesFailsTheTask() {
    var machine =
        create(
            "sdk-token",
            "{'Type':'Task','Resource':'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',"
                + "'Parameters':{'TaskToken':'no such token','Output':'not JSON'},'End':true}");

    var arn = run(machine);
    awaitEnd(arn);

    var failed = sfn.describeExecution(r -> r.executionArn(arn));
    assertThat(failed.error()).isEqualTo("Sfn.InvalidTokenException");
    assertThat(failed.cause())
        .matches(
            "Invalid Token: 'Invalid token' \\(Service: Sfn, Status Code: 400, Request ID: \\S+\\) \\(SDK Attempt Count: 1\\)");
  }

  @Test
  void aTaskAnswersTheTaskOfAnother() {
    var answering =
        create(
            "sdk-answer",
            "{'Type':'Task','Resource':'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',"
                + "'Parameters':{'TaskToken.$':'$.token','Output.$':'States.JsonToString($.answer)'},'End':true}");
    var asking =
        create(
            "sdk-ask",
            "{'Type':'Task','Resource':'arn:aws:states:::states:startExecution.waitForTaskToken',"
                + "'Parameters':{'StateMachineArn':'"
                + answering
                + "','Input':{'answer':{'n':7},'token.$':'$$.Task.Token'}},'End':true}");

    var arn = run(asking);
    awaitEnd(arn);

    assertThat(sfn.describeExecution(r -> r.executionArn(arn)).output()).isEqualTo("{\"n\":7}");
  }
}
