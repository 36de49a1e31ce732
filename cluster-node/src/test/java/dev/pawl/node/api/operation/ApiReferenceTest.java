package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.api.RawHttp;
import dev.pawl.node.execution.StartRequest;
import dev.pawl.persistence.catalog.StateMachineCatalog;
import dev.pawl.persistence.jdbc.PageToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/** What the API reference says in passing, driven by AWS's own client where that can say it. */
class ApiReferenceTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String PASS =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String HOME = "arn:aws:states:us-east-1:000000000000:";
  private static final String TRACE =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

  private ApiFixture api;

  @BeforeEach
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void metadataAloneShowAnEmptyDefinition() {
    var arn = create("metadata");
    var execution = start(arn, "e");

    var machine =
        api.sfn.describeStateMachine(r -> r.stateMachineArn(arn).includedData("METADATA_ONLY"));
    var forExecution =
        api.sfn.describeStateMachineForExecution(
            r -> r.executionArn(execution).includedData("METADATA_ONLY"));

    assertThat(machine.definition()).isEqualTo("{}");
    assertThat(machine.roleArn()).isEqualTo(ROLE);
    assertThat(forExecution.definition()).isEqualTo("{}");
  }

  @Test
  void aMapStateOfAMachineIsNoMachine() {
    var label = create("labelled") + "/map";

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> api.sfn.startExecution(r -> r.stateMachineArn(label)),
            () -> api.sfn.startSyncExecution(r -> r.stateMachineArn(label)),
            () -> api.sfn.describeStateMachine(r -> r.stateMachineArn(label)),
            () -> api.sfn.updateStateMachine(r -> r.stateMachineArn(label).definition(PASS)),
            () -> api.sfn.deleteStateMachine(r -> r.stateMachineArn(label)))) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              ValidationException.class,
              refusal ->
                  assertThat(refusal.reasonAsString())
                      .isEqualTo("API_DOES_NOT_SUPPORT_LABELED_ARNS"));
    }
  }

  @Test
  void aVersionHasNoVersions() {
    var arn = create("versions");
    api.sfn.publishStateMachineVersion(r -> r.stateMachineArn(arn));

    refused(
        () -> api.sfn.listStateMachineVersions(r -> r.stateMachineArn(arn + ":1")),
        "ValidationException");
  }

  @Test
  void aMachineThatIsBeingDeletedShowsNoAliases() {
    var arn = create("going");
    start(arn, "runs");

    api.sfn.deleteStateMachine(r -> r.stateMachineArn(arn));

    refused(
        () -> api.sfn.listStateMachineAliases(r -> r.stateMachineArn(arn)), "StateMachineDeleting");
  }

  @Test
  void whatAMachineOnItsWayOutHasRunIsNotRedriven() {
    var arn = create("leaving");
    start(arn, "runs");
    var failed = start(arn, "failed");
    api.executions.end(failed, 2, "FAILED", new Event.ExecutionFailed("Bad", "very"));
    assertThat(describe(failed).redriveStatusAsString()).isEqualTo("REDRIVABLE");

    api.sfn.deleteStateMachine(r -> r.stateMachineArn(arn));

    assertThat(describe(failed).redriveStatusAsString()).isEqualTo("NOT_REDRIVABLE");
    assertThat(describe(failed).redriveStatusReason())
        .isEqualTo("State machine is in DELETING status");
    refused(
        () -> api.sfn.redriveExecution(r -> r.executionArn(failed)),
        "ExecutionNotRedrivable",
        "State machine is in DELETING status");
  }

  @Test
  void whatHasBeenOpenForAYearIsNotRedriven() {
    var failed = start(create("old"), "failed");
    api.executions.end(failed, 2, "FAILED", new Event.ExecutionFailed("Bad", "very"));
    api.sfn.redriveExecution(r -> r.executionArn(failed));

    api.now.set(FakeExecutions.START.plus(Duration.ofDays(366)));

    refused(
        () -> api.sfn.redriveExecution(r -> r.executionArn(failed)),
        "ExecutionNotRedrivable",
        "Execution has exceeded the max execution time");
  }

  @Test
  void anExpressExecutionIsDescribedIfAMapRunStartedIt() {
    var machine = create("mapped");
    var failed = child(machine, "failed");
    var done = child(machine, "done");
    api.executions.end(failed, 2, "TIMED_OUT", new Event.ExecutionTimedOut(null, null));
    api.executions.end(
        done, 2, "SUCCEEDED", new Event.ExecutionSucceeded(Payload.ofStoredText("1")));

    assertThat(describe(failed).statusAsString()).isEqualTo("TIMED_OUT");
    assertThat(describe(failed).redriveStatusAsString()).isEqualTo("REDRIVABLE_BY_MAP_RUN");
    assertThat(describe(failed).redriveStatusReason()).isNull();
    assertThat(describe(done).output()).isEqualTo("1");
    assertThat(describe(done).redriveStatusAsString()).isEqualTo("NOT_REDRIVABLE");
    refused(
        () -> describe(HOME + "express:mapped:n:id"),
        "InvalidArn",
        "Invalid Arn: 'Resource type not valid in this context: express'");
    refused(
        () -> api.sfn.stopExecution(r -> r.executionArn(failed)),
        "InvalidArn",
        "Invalid Arn: 'Resource type not valid in this context: express'");
  }

  @Test
  void onlyChildrenOfMapRunsWaitToBeRedriven() {
    var arn = create("pending");

    refused(
        () -> api.sfn.listExecutions(r -> r.stateMachineArn(arn).statusFilter("PENDING_REDRIVE")),
        "ValidationException");
  }

  @Test
  void theTraceOfTheHeaderComesBeforeThatOfTheBody() {
    var arn = create("traced");
    var body = StartExecutionRequest.builder().stateMachineArn(arn).traceHeader("Root=of-body");

    var both =
        api.sfn
            .startExecution(
                body.name("both")
                    .overrideConfiguration(c -> c.putHeader("X-Amzn-Trace-Id", TRACE))
                    .build())
            .executionArn();
    var one =
        api.sfn
            .startExecution(r -> r.stateMachineArn(arn).name("one").traceHeader("Root=of-body"))
            .executionArn();

    assertThat(describe(both).traceHeader()).isEqualTo(TRACE);
    assertThat(describe(one).traceHeader()).isEqualTo("Root=of-body");
  }

  @Test
  void tagsAreMadeOfLettersDigitsBlanksAndSomeSymbols() {
    var arn = create("tags");

    api.sfn.tagResource(
        r -> r.resourceArn(arn).tags(t -> t.key("käse:a/b+c-d@e_f.g h").value("=1")));
    for (var bad : List.of("a\u0000", "a;b", "a\tb", "a*")) {
      refused(
          () -> api.sfn.tagResource(r -> r.resourceArn(arn).tags(t -> t.key(bad))),
          "ValidationException");
      refused(
          () -> api.sfn.tagResource(r -> r.resourceArn(arn).tags(t -> t.key("k").value(bad))),
          "ValidationException");
      api.sfn.untagResource(r -> r.resourceArn(arn).tagKeys(bad));
    }

    assertThat(api.sfn.listTagsForResource(r -> r.resourceArn(arn)).tags())
        .containsExactly(Tag.builder().key("käse:a/b+c-d@e_f.g h").value("=1").build());
  }

  @Test
  void whatNoDatabaseTakesIsRefusedByName() {
    var arn = create("nul");

    refused(() -> describe(HOME + "execution:m:\u0000"), "InvalidArn");
    refused(() -> api.sfn.startExecution(r -> r.stateMachineArn(arn + "\u0000")), "InvalidArn");
    refused(
        () ->
            api.sfn.createStateMachine(r -> r.name("n").definition(PASS).roleArn(ROLE + "\u0000")),
        "InvalidArn");
    refused(
        () -> api.sfn.publishStateMachineVersion(r -> r.stateMachineArn(arn).description("\u0000")),
        "ValidationException");
    refusedRaw("AWSStepFunctions.CreateActivity", "{'name':'a\\ud800'}", "InvalidName");
    refusedRaw(
        "Pawl.DescribeBulkOperation", "{'bulkOperationId':'\\u0000'}", "ValidationException");
    refusedRaw(
        "Pawl.PauseStateMachine",
        "{'stateMachineArn':'" + arn + "','reason':'\\u0000'}",
        "ValidationException");
    refusedRaw(
        "Pawl.PutConcurrencyLimits",
        "{'stateMachineArn':'" + arn + "','maxConcurrencyPerKey':1,'keyPath':'$.a\\u0000'}",
        "ValidationException");
  }

  /** What AWS's client does not send. */
  private void refusedRaw(String target, String body, String type) {
    var answer =
        RawHttp.exchange(api.port.port(), RawHttp.awsJson(target, body.replace('\'', '"')));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"__type\":\"" + type + "\"");
  }

  @Test
  void aTokenThatSomebodyHasMadeHimselfIsInvalid() {
    var arn = create("forged");
    var seconds = Long.toString(FakeExecutions.START.getEpochSecond(), 36);

    for (var name : List.of("three", "3\u0000")) {
      var made = new PageToken(Instant.EPOCH, name).text("versions of " + arn);
      refused(
          () ->
              api.sfn.listStateMachineVersions(
                  r -> r.stateMachineArn(arn).nextToken(seconds + "." + made)),
          "InvalidToken",
          "Invalid Token: 'Invalid token'");
    }
  }

  private String create(String name) {
    return api.sfn
        .createStateMachine(r -> r.name(name).definition(PASS).roleArn(ROLE))
        .stateMachineArn();
  }

  private String start(String machine, String name) {
    return api.sfn.startExecution(r -> r.stateMachineArn(machine).name(name)).executionArn();
  }

  /** An Express child of a Map Run of that machine. */
  private String child(String machine, String name) {
    var arn = machine.replace(":stateMachine:", ":express:") + "/label:" + name + ":id";
    api.executions
        .start(
            new StartRequest(
                arn,
                name,
                machine + "/label",
                true,
                StateMachineCatalog.hash(PASS),
                ROLE,
                Payload.ofStoredText("{}"),
                null))
        .toCompletableFuture()
        .join();
    return arn;
  }

  private DescribeExecutionResponse describe(String executionArn) {
    return api.sfn.describeExecution(r -> r.executionArn(executionArn));
  }

  private static void refused(ThrowingCallable call, String type) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SfnException.class,
            refusal -> {
              assertThat(refusal.statusCode()).isEqualTo(400);
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(type);
            });
  }

  private static void refused(ThrowingCallable call, String type, String message) {
    refused(call, type);
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SfnException.class,
            refusal -> assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(message));
  }
}
