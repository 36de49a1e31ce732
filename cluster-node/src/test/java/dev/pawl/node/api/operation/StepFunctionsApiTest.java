package dev.pawl.node.api.operation;

import static dev.pawl.node.api.operation.FakeExecutions.START;
import static dev.pawl.node.api.operation.FakeExecutions.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.TaskToken;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.api.RawHttp;
import dev.pawl.node.task.ActivityTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/** Driven by AWS's own client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFunctionsApiTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String PASS =
      "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String HOME = "arn:aws:states:us-east-1:000000000000:";

  private ApiFixture api;

  @BeforeAll
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory);
  }

  @AfterAll
  void close() {
    api.close();
  }

  @Test
  void creatingTheSameMachineAgainAnswersTheSame() {
    var first = create("same", PASS);

    var second =
        api.sfn.createStateMachine(r -> r.name("same").definition(PASS).roleArn(ROLE + "2"));

    assertThat(second.stateMachineArn()).isEqualTo(first).isEqualTo(HOME + "stateMachine:same");
    var described = api.sfn.describeStateMachine(r -> r.stateMachineArn(first));
    assertThat(described.roleArn()).isEqualTo(ROLE);
    assertThat(described.definition()).isEqualTo(PASS);
    assertThat(described.revisionId()).isNull();
    assertThat(described.loggingConfiguration().levelAsString()).isEqualTo("OFF");
    assertThat(described.tracingConfiguration().enabled()).isFalse();
  }

  @Test
  void anotherTextUnderTheSameNameIsRefused() {
    var arn = create("other", PASS);

    refused(
        () -> create("other", PASS.replace(",", ", ")),
        "StateMachineAlreadyExists",
        "State Machine Already Exists: '" + arn + "'");
  }

  @Test
  void aDefinitionIsRefusedWithWhatIsWrong() {
    refused(
        () -> create("bad", "{\"StartAt\":\"A\"}"),
        "InvalidDefinition",
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'");
  }

  @Test
  void namesHaveNoSpecialCharacters() {
    for (var name : List.of("a b", "a:b", "a/b", "a\u0000", "a\u007f", "a$b", "a~b")) {
      refused(
          () -> api.sfn.createActivity(r -> r.name(name)),
          "InvalidName",
          "Invalid Name: '" + name + "'");
    }
    assertThat(api.sfn.createActivity(r -> r.name("a.b-c_1")).activityArn())
        .isEqualTo(HOME + "activity:a.b-c_1");
  }

  @Test
  void aKeyOfOnesOwnIsRefusedBecauseNothingWouldBeEncryptedWithIt() {
    refused(
        () ->
            api.sfn.createStateMachine(r ->
                r.name("p")
                    .definition(PASS)
                    .roleArn(ROLE)
                    .encryptionConfiguration(
                        e -> e.type("CUSTOMER_MANAGED_KMS_KEY").kmsKeyId("alias/k"))),
        "ValidationException",
        "Pawl does not offer keys of your own (encryptionConfiguration) yet.");
  }

  @Test
  void anUpdateMakesARevisionOnlyIfItChangesSomething() {
    var arn = create("updated", PASS);

    var unchanged = api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).definition(PASS));
    var changed = api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).roleArn(ROLE + "2"));
    var again = api.sfn.updateStateMachine(r -> r.stateMachineArn(arn).roleArn(ROLE + "2"));

    assertThat(unchanged.revisionId()).isNull();
    assertThat(changed.revisionId()).isNotNull().isEqualTo(again.revisionId());
    refused(
        () -> api.sfn.updateStateMachine(r -> r.stateMachineArn(arn)),
        "MissingRequiredParameter",
        "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must"
            + " be specified");
  }

  @Test
  void aMachineThatIsNotThereIsMissedByNameAndDeletedAnyway() {
    var arn = HOME + "stateMachine:none";

    refused(
        () -> api.sfn.describeStateMachine(r -> r.stateMachineArn(arn)),
        "StateMachineDoesNotExist",
        "State Machine Does Not Exist: '" + arn + "'");
    refused(
        () -> api.sfn.startExecution(r -> r.stateMachineArn(arn)),
        "StateMachineDoesNotExist",
        "State Machine Does Not Exist: '" + arn + "'");
    api.sfn.deleteStateMachine(r -> r.stateMachineArn(arn));
  }

  @Test
  void anArnIsReadStrictly() {
    refused(
        () -> api.sfn.describeStateMachine(r -> r.stateMachineArn("nonsense")),
        "InvalidArn",
        "Invalid Arn: 'Invalid ARN prefix: nonsense'");
    refused(
        () -> api.sfn.describeExecution(r -> r.executionArn(HOME + "express:m:n:1")),
        "InvalidArn",
        "Invalid Arn: 'Resource type not valid in this context: express'");
    refused(
        () -> api.sfn.stopExecution(r -> r.executionArn(HOME + "express:m:n:1")),
        "InvalidArn",
        "Invalid Arn: 'Resource type not valid in this context: express'");
  }

  @Test
  void aDeletedMachineStartsNothing() {
    var arn = create("deleted", PASS);
    api.sfn.startExecution(r -> r.stateMachineArn(arn).name("one"));

    api.sfn.deleteStateMachine(r -> r.stateMachineArn(arn));

    assertThat(api.sfn.describeStateMachine(r -> r.stateMachineArn(arn)).statusAsString())
        .isEqualTo("DELETING");
    assertThatThrownBy(() -> api.sfn.startExecution(r -> r.stateMachineArn(arn)))
        .hasMessageContaining("being deleted");
  }

  @Test
  void startingTwiceIsStartingOnce() {
    var machine = create("start", PASS);

    var first = api.sfn.startExecution(r -> r.stateMachineArn(machine).name("n").input("{ }"));
    var second = api.sfn.startExecution(r -> r.stateMachineArn(machine).name("n").input("{ }"));

    assertThat(first.executionArn()).isEqualTo(HOME + "execution:start:n");
    assertThat(second.startDate()).isEqualTo(first.startDate()).isEqualTo(START);
    refused(
        () -> api.sfn.startExecution(r -> r.stateMachineArn(machine).name("n").input("1")),
        "ExecutionAlreadyExists",
        "Execution Already Exists: '" + first.executionArn() + "'");
  }

  @Test
  void anInputMustBeJson() {
    var machine = create("input", PASS);
    var bad =
        Map.of(
            "",
            "Invalid execution input.",
            "not some validate json",
            "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token"
                + " 'null', 'true' or 'false')",
            "{'not': \"json\"}",
            "Unexpected character (''' (code 39)): was expecting double-quote to start field name");

    bad.forEach((input, reason) ->
        refused(
            () -> api.sfn.startExecution(r -> r.stateMachineArn(machine).input(input)),
            "InvalidExecutionInput",
            "Invalid State Machine Execution Input: '" + reason + "'"));
    assertThat(api.sfn.startExecution(r -> r.stateMachineArn(machine).input("3")).executionArn())
        .startsWith(HOME + "execution:input:");
  }

  @Test
  void anExecutionIsDescribedFromItsJournal() {
    var machine = create("described", PASS);
    var arn =
        api.sfn
            .startExecution(r -> r.stateMachineArn(machine).name("d").input("{\"a\": 1}"))
            .executionArn();

    var running = api.sfn.describeExecution(r -> r.executionArn(arn));
    api.executions.end(
        arn, 2, "SUCCEEDED", new Event.ExecutionSucceeded(Payload.ofStoredText("[2]")));
    var ended = api.sfn.describeExecution(r -> r.executionArn(arn));
    var metadata =
        api.sfn.describeExecution(r -> r.executionArn(arn).includedData("METADATA_ONLY"));

    assertThat(running.status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(running.input()).isEqualTo("{\"a\": 1}");
    assertThat(running.output()).isNull();
    assertThat(ended.output()).isEqualTo("[2]");
    assertThat(ended.outputDetails().included()).isTrue();
    assertThat(ended.stopDate()).isEqualTo(START.plusSeconds(1));
    assertThat(ended.redriveStatusAsString()).isEqualTo("NOT_REDRIVABLE");
    assertThat(ended.redriveStatusReason())
        .isEqualTo("Execution is SUCCEEDED and cannot be redriven");
    assertThat(metadata.output()).isNull();
    var forExecution = api.sfn.describeStateMachineForExecution(r -> r.executionArn(arn));
    assertThat(forExecution.definition()).isEqualTo(PASS);
    assertThat(forExecution.name()).isEqualTo("described");
    assertThat(forExecution.roleArn()).isEqualTo(ROLE);
  }

  @Test
  void aFailureShowsErrorAndCause() {
    var machine = create("failing", PASS);
    var arn = api.sfn.startExecution(r -> r.stateMachineArn(machine).name("f")).executionArn();

    api.executions.end(arn, 2, "FAILED", new Event.ExecutionFailed("Bad", "very"));

    var failed = api.sfn.describeExecution(r -> r.executionArn(arn));
    assertThat(failed.error()).isEqualTo("Bad");
    assertThat(failed.cause()).isEqualTo("very");
    assertThat(failed.redriveStatusAsString()).isEqualTo("REDRIVABLE");
  }

  @Test
  void aHistoryIsReadInPagesInBothDirections() {
    var machine = create("history", PASS);
    var arn = api.sfn.startExecution(r -> r.stateMachineArn(machine).name("h")).executionArn();
    for (int row = 0; row < 120; row++) {
      long id = 2 + 2L * row;
      api.executions.write(arn, row + 2, List.of(entered(id), hidden(), entered(id + 1)));
    }

    var ascending =
        api.sfn.getExecutionHistoryPaginator(r -> r.executionArn(arn).maxResults(7)).events();
    var descending =
        api.sfn
            .getExecutionHistoryPaginator(
                r -> r.executionArn(arn).reverseOrder(true).maxResults(100))
            .events();

    assertThat(ascending.stream().map(HistoryEvent::id))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 241).boxed().toList());
    assertThat(descending.stream().map(HistoryEvent::id))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 241).map(id -> 242 - id).boxed().toList());
    var withoutData =
        api.sfn.getExecutionHistory(r -> r.executionArn(arn).includeExecutionData(false));
    assertThat(withoutData.events()).hasSize(100);
    assertThat(withoutData.events().get(1).stateEnteredEventDetails().input()).isNull();
  }

  @Test
  void aTokenIsGoodForItsQuestionAndForADay() {
    IntStream.range(0, 3).forEach(i -> create("page-" + i, PASS));
    var token = api.sfn.listStateMachines(r -> r.maxResults(1)).nextToken();

    assertThat(api.sfn.listStateMachines(r -> r.maxResults(1).nextToken(token)).stateMachines())
        .hasSize(1);
    for (var wrong : List.of("nonsense", token.substring(2), "zz." + token)) {
      refused(
          () -> api.sfn.listStateMachines(r -> r.nextToken(wrong)),
          "InvalidToken",
          "Invalid Token: 'Invalid token'");
    }
    refused(
        () -> api.sfn.listActivities(r -> r.nextToken(token)),
        "InvalidToken",
        "Invalid Token: 'Invalid token'");
    api.now.updateAndGet(now -> now.plus(Duration.ofHours(25)));
    refused(
        () -> api.sfn.listStateMachines(r -> r.nextToken(token)),
        "InvalidToken",
        "Invalid Token: 'Invalid token'");
  }

  @Test
  void executionsAreListedByStatus() {
    var machine = create("listed", PASS);
    var ended = api.sfn.startExecution(r -> r.stateMachineArn(machine).name("x")).executionArn();
    api.sfn.startExecution(r -> r.stateMachineArn(machine).name("y"));
    api.executions.end(ended, 2, "ABORTED", new Event.ExecutionAborted(null, null));

    var all = api.sfn.listExecutions(r -> r.stateMachineArn(machine)).executions();
    var aborted =
        api.sfn
            .listExecutions(r -> r.stateMachineArn(machine).statusFilter("ABORTED"))
            .executions();

    assertThat(all).hasSize(2);
    assertThat(aborted).singleElement().satisfies(e -> assertThat(e.name()).isEqualTo("x"));
    assertThat(aborted.getFirst().redriveCount()).isZero();
    refused(
        () -> api.sfn.listExecutions(r -> r.maxResults(3)),
        "ValidationException",
        "Exactly one of stateMachineArn or mapRunArn must be specified");
  }

  @Test
  void expressMachinesHaveTheirOwnOperations() {
    var machine =
        api.sfn
            .createStateMachine(
                r -> r.name("quick").definition(PASS).roleArn(ROLE).type(StateMachineType.EXPRESS))
            .stateMachineArn();

    var started = api.sfn.startExecution(r -> r.stateMachineArn(machine).name("n"));
    var done = api.sfn.startSyncExecution(r -> r.stateMachineArn(machine).input("{\"a\":1}"));
    var failed = api.sfn.startSyncExecution(r -> r.stateMachineArn(machine).input("\"fail\""));

    assertThat(started.executionArn()).matches(HOME + "express:quick:n:[0-9a-f-]{36}");
    assertThat(done.statusAsString()).isEqualTo("SUCCEEDED");
    assertThat(done.output()).isEqualTo("{\"a\":1}");
    assertThat(done.billingDetails().billedDurationInMilliseconds()).isEqualTo(100);
    assertThat(failed.error()).isEqualTo("Bad");
    assertThat(failed.billingDetails().billedDurationInMilliseconds()).isEqualTo(200);
    refused(
        () -> api.sfn.listExecutions(r -> r.stateMachineArn(machine)),
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine");
    var standard = create("slow", PASS);
    refused(
        () -> api.sfn.startSyncExecution(r -> r.stateMachineArn(standard)),
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine");
  }

  @Test
  void stoppingSaysWhen() {
    var machine = create("stopped", PASS);
    var arn = api.sfn.startExecution(r -> r.stateMachineArn(machine).name("s")).executionArn();

    assertThat(api.sfn.stopExecution(r -> r.executionArn(arn)).stopDate())
        .isEqualTo(START.plusSeconds(9));
    refused(
        () -> api.sfn.stopExecution(r -> r.executionArn(arn + "x")),
        "ExecutionDoesNotExist",
        "Execution Does Not Exist: '" + arn + "x'");
  }

  @Test
  void anActivityIsMadeOnceAndDeletedTwice() {
    var arn = api.sfn.createActivity(r -> r.name("worker")).activityArn();

    var again = api.sfn.createActivity(r -> r.name("worker"));
    var described = api.sfn.describeActivity(r -> r.activityArn(arn));
    api.sfn.deleteActivity(r -> r.activityArn(arn));
    api.sfn.deleteActivity(r -> r.activityArn(arn));

    assertThat(again.activityArn()).isEqualTo(arn);
    assertThat(described.creationDate()).isEqualTo(again.creationDate());
    assertThat(described.encryptionConfiguration().typeAsString()).isEqualTo("AWS_OWNED_KEY");
    refused(
        () -> api.sfn.getActivityTask(r -> r.activityArn(arn)),
        "ActivityDoesNotExist",
        "Activity Does Not Exist: '" + arn + "'");
  }

  @Test
  void aPollGivesATaskOrNothingAndEndsWithItsClient() throws IOException {
    var arn = api.sfn.createActivity(r -> r.name("polled")).activityArn();
    api.poll.set(
        CompletableFuture.completedFuture(
            Optional.of(new ActivityTask("token", Payload.ofStoredText("{\"n\": 1}")))));

    var task = api.sfn.getActivityTask(r -> r.activityArn(arn).workerName("w"));
    api.poll.set(CompletableFuture.completedFuture(Optional.empty()));
    var nothing = api.sfn.getActivityTask(r -> r.activityArn(arn));
    var waiting = new CompletableFuture<Optional<ActivityTask>>();
    api.poll.set(waiting);
    var client =
        RawHttp.send(
            api.port.port(),
            RawHttp.awsJson(
                "AWSStepFunctions.GetActivityTask", "{\"activityArn\":\"" + arn + "\"}"));
    await().until(() -> waiting.getNumberOfDependents() > 0);
    client.close();

    assertThat(task.taskToken()).isEqualTo("token");
    assertThat(task.input()).isEqualTo("{\"n\": 1}");
    assertThat(nothing.taskToken()).isNull();
    await().until(waiting::isCancelled);
  }

  @Test
  void anAnswerToATaskIsAcceptedOrRefusedByName() {
    api.sfn.sendTaskSuccess(r -> r.taskToken("ACCEPTED").output("{}"));
    api.sfn.sendTaskFailure(r -> r.taskToken("ACCEPTED").error("e"));
    api.sfn.sendTaskHeartbeat(r -> r.taskToken("ACCEPTED"));

    refused(
        () -> api.sfn.sendTaskHeartbeat(r -> r.taskToken("INVALID_TOKEN")),
        "InvalidToken",
        "Invalid Token: 'Invalid token'");
    refused(
        () -> api.sfn.sendTaskSuccess(r -> r.taskToken("TASK_TIMED_OUT").output("1")),
        "TaskTimedOut",
        "Task Timed Out: 'Provided task does not exist anymore'");
    assertThatThrownBy(() -> api.sfn.sendTaskFailure(r -> r.taskToken("TASK_DOES_NOT_EXIST")))
        .satisfies(e -> assertThat(code(e)).isEqualTo("TaskDoesNotExist"));
    var token = new TaskToken("arn:aws:states:us-east-1:000000000000:execution:m:e", 5, "seal");
    assertThatThrownBy(() -> api.sfn.sendTaskSuccess(r -> r.taskToken(token.text()).output("{")))
        .satisfies(e -> assertThat(code(e)).isEqualTo("InvalidOutput"));
    assertThatThrownBy(() -> api.sfn.sendTaskSuccess(r -> r.taskToken("no token").output("{")))
        .satisfies(e -> assertThat(code(e)).isEqualTo("InvalidToken"));
  }

  @Test
  void aDefinitionCanBeValidatedWithoutBeingCreated() {
    var good = api.sfn.validateStateMachineDefinition(r -> r.definition(PASS));
    var bad = api.sfn.validateStateMachineDefinition(r -> r.definition("{\"StartAt\":\"A\"}"));

    assertThat(good.resultAsString()).isEqualTo("OK");
    assertThat(good.diagnostics()).isEmpty();
    assertThat(bad.resultAsString()).isEqualTo("FAIL");
    assertThat(bad.truncated()).isFalse();
    assertThat(bad.diagnostics().getFirst().code()).isEqualTo("SCHEMA_VALIDATION_FAILED");
  }

  private String create(String name, String definition) {
    return api.sfn
        .createStateMachine(r -> r.name(name).definition(definition).roleArn(ROLE))
        .stateMachineArn();
  }

  private static Recorded entered(long id) {
    return recorded(
        id, new Event.StateEntered(StateType.PASS, "A", Payload.ofStoredText("{\"x\":1}")));
  }

  private static Recorded hidden() {
    return recorded(0, new Event.WaitStarted(START));
  }

  private static void refused(ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SfnException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
              assertThat(e.requestId()).isNotEmpty();
            });
  }

  private static String code(Throwable e) {
    return ((SfnException) e).awsErrorDetails().errorCode();
  }
}
