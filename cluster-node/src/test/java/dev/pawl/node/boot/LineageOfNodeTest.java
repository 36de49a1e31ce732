package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.replay.Verification;
import dev.pawl.node.api.TestClients;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.persistence.journal.ReadableRows;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.GetActivityTaskResponse;

/** Executions of a whole node that go on elsewhere than AWS lets them, through restarts of it. */
class LineageOfNodeTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String DEFINITION =
      """
      {"StartAt":"Prepare","States":{
        "Prepare":{"Type":"Pass","Assign":{"n.$":"$.n"},"Next":"Work"},
        "Work":{"Type":"Task","Resource":"$A","Next":"Done"},
        "Done":{"Type":"Pass","Parameters":{"got.$":"$.v","n.$":"$n"},"End":true}}}
      """;

  private Path directory;
  private PawlNode node;
  private SfnClient sfn;
  private AwsClient pawl;
  private String activity;
  private String machine;

  @BeforeEach
  void start(@TempDir Path temporary) {
    directory = temporary;
    open();
    activity = sfn.createActivity(r -> r.name("work")).activityArn();
    machine =
        sfn.createStateMachine(r -> r.name("m").roleArn(ROLE).definition(definition(DEFINITION)))
            .stateMachineArn();
  }

  private void open() {
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

  private void restart() {
    stop();
    open();
  }

  private String definition(String text) {
    return text.replace("$A", activity);
  }

  private String execution(String name) {
    return sfn.startExecution(r -> r.stateMachineArn(machine).name(name).input("{\"n\":1,\"v\":0}"))
        .executionArn();
  }

  private GetActivityTaskResponse task() {
    return sfn.getActivityTask(r -> r.activityArn(activity));
  }

  private void work(int value) {
    var task = task();
    sfn.sendTaskSuccess(r -> r.taskToken(task.taskToken()).output("{\"v\":" + value + "}"));
  }

  private void ends(String arn, String output) {
    await().until(() -> status(arn).equals("SUCCEEDED"));
    assertThat(sfn.describeExecution(r -> r.executionArn(arn)).output()).isEqualTo(output);
  }

  private String status(String arn) {
    return sfn.describeExecution(r -> r.executionArn(arn)).statusAsString();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  void anExecutionThatHasSucceededGoesOnFromAStateAcrossARestart() throws Exception {
    var arn = execution("one");
    work(11);
    ends(arn, "{\"got\":11,\"n\":1}");

    var request =
        object().put("executionArn", arn).put("stateName", "Work").put("clientToken", "t");
    var redriven = pawl.pawl("RedriveExecutionFrom", request);
    assertThat(pawl.pawl("RedriveExecutionFrom", request)).isEqualTo(redriven);
    assertThat(
            sfn.listExecutions(r -> r.stateMachineArn(machine).statusFilter("RUNNING"))
                .executions())
        .singleElement()
        .satisfies(one -> assertThat(one.redriveCount()).isEqualTo(1));
    restart();

    work(22);

    ends(arn, "{\"got\":22,\"n\":1}");
    assertThat(sfn.getExecutionHistory(r -> r.executionArn(arn)).events())
        .extracting(event -> event.typeAsString())
        .containsSubsequence(
            "ExecutionSucceeded", "ExecutionRedriven", "TaskStateEntered", "ExecutionSucceeded");
  }

  @Test
  void aRedriveThatCannotBeIsRefused() throws Exception {
    var arn = execution("one");
    var request = object().put("executionArn", arn).put("stateName", "Work");

    assertThatThrownBy(() -> pawl.pawl("RedriveExecutionFrom", request))
        .isInstanceOfSatisfying(
            AwsError.class, error -> assertThat(error.code()).isEqualTo("ExecutionNotRedrivable"));
    sfn.stopExecution(r -> r.executionArn(arn));
    assertThatThrownBy(
            () -> pawl.pawl("RedriveExecutionFrom", request.deepCopy().put("stateName", "Done")))
        .hasMessageContaining("Expected the state 'Done' to have been entered, or an input for it");
    pawl.pawl(
        "RedriveExecutionFrom",
        request.deepCopy().put("stateName", "Done").put("input", "{\"v\":5}"));
    ends(arn, "{\"got\":5,\"n\":1}");
  }

  @Test
  void runningExecutionsGoOverToAnotherRevision() throws Exception {
    var one = execution("one");
    var two = execution("two");
    task(); // a worker has that of one of them, and keeps it
    var other = definition(DEFINITION.replace("\"got.$\"", "\"version\":2,\"got.$\""));
    var revision =
        sfn.updateStateMachine(r -> r.stateMachineArn(machine).definition(other)).revisionId();

    var answer = pawl.pawl("MigrateExecution", object().put("executionArn", one));
    assertThat(answer.path("revisionId").asText()).isEqualTo(revision);
    var all = pawl.pawl("MigrateExecutions", object().put("stateMachineArn", machine));
    assertThat(all.path("migrated").asInt()).isEqualTo(2);
    assertThat(all.path("notMigrated")).isEmpty();
    restart();

    for (var arn : new String[] {one, two}) {
      var described = sfn.describeStateMachineForExecution(r -> r.executionArn(arn));
      assertThat(described.definition()).isEqualTo(other);
      assertThat(described.revisionId()).isEqualTo(revision);
    }
    sfn.stopExecution(r -> r.executionArn(one));
    sfn.stopExecution(r -> r.executionArn(two));
    pawl.pawl(
        "RedriveExecutionFrom",
        object().put("executionArn", two).put("stateName", "Work").put("input", "{\"v\":0}"));
    await().until(() -> status(two).equals("RUNNING"));
    work(7);
    ends(two, "{\"version\":2,\"got\":7,\"n\":1}");
  }

  @Test
  void anExecutionWhoseStateIsGoneStaysAsItIs() throws Exception {
    var arn = execution("one");
    sfn.updateStateMachine(
        r -> r.stateMachineArn(machine).definition(definition(DEFINITION.replace("Work", "Toil"))));

    assertThatThrownBy(() -> pawl.pawl("MigrateExecution", object().put("executionArn", arn)))
        .isInstanceOfSatisfying(
            AwsError.class, error -> assertThat(error.code()).isEqualTo("ExecutionNotMigratable"))
        .hasMessageContaining("the state 'Work'");
    var all = pawl.pawl("MigrateExecutions", object().put("stateMachineArn", machine));

    assertThat(all.path("migrated").asInt()).isZero();
    assertThat(all.path("notMigrated").path(0).path("reason").asText()).contains("'Work'");
    work(3);
    ends(arn, "{\"got\":3,\"n\":1}");
  }

  @Test
  void anExportReplaysToTheSameHistory() throws Exception {
    var arn = execution("one");
    work(11);
    ends(arn, "{\"got\":11,\"n\":1}");
    pawl.pawl("RedriveExecutionFrom", object().put("executionArn", arn).put("stateName", "Work"));
    sfn.updateStateMachine(r ->
        r.stateMachineArn(machine)
            .definition(definition(DEFINITION.replace("\"got.$\"", "\"w\":2,\"got.$\""))));
    pawl.pawl("MigrateExecution", object().put("executionArn", arn));
    work(12);
    ends(arn, "{\"w\":2,\"got\":12,\"n\":1}");

    var exported = pawl.pawl("ExportExecution", object().put("executionArn", arn));

    assertThat(exported.has("nextToken")).isFalse();
    assertThat(exported.path("definitions")).hasSize(2);
    var events = new ArrayList<Recorded>();
    for (var row : exported.path("rows")) {
      events.addAll(ReadableRows.read(row.path("events")));
    }
    var outcome =
        Verification.of(
            events,
            hash -> {
              for (var definition : exported.path("definitions")) {
                if (definition.path("hash").asText().equals(hash)) {
                  return Optional.of(parsed(definition.path("definition").asText()));
                }
              }
              return Optional.empty();
            },
            Quotas.STRICT);
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.taken()).isZero();
    assertThat(String.valueOf(outcome.execution().output()))
        .isEqualTo("{\"w\":2,\"got\":12,\"n\":1}");
  }

  private static StateMachine parsed(String definition) {
    try {
      return StateMachine.parse(definition);
    } catch (dev.pawl.engine.asl.InvalidDefinitionException e) {
      throw new AssertionError(e);
    }
  }
}
