package dev.pawl.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pawl.protocol.grpc.v1.AttributeSource;
import dev.pawl.protocol.grpc.v1.AttributeType;
import dev.pawl.protocol.grpc.v1.BulkAction;
import dev.pawl.protocol.grpc.v1.BulkOperation;
import dev.pawl.protocol.grpc.v1.BulkOperationRequest;
import dev.pawl.protocol.grpc.v1.BulkStatus;
import dev.pawl.protocol.grpc.v1.ExplainExecutionRequest;
import dev.pawl.protocol.grpc.v1.FoundExecution;
import dev.pawl.protocol.grpc.v1.IndexedAttribute;
import dev.pawl.protocol.grpc.v1.PutIndexedAttributesRequest;
import dev.pawl.protocol.grpc.v1.SearchExecutionsRequest;
import dev.pawl.protocol.grpc.v1.StartBulkOperationRequest;
import dev.pawl.protocol.grpc.v1.StartRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Executions are found by what they hold, and all that are found are worked on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcSearchTest {

  private static final String DEFINITION =
      """
      {"StartAt": "Note", "States": {
        "Note": {"Type": "Pass", "Assign": {"progress": {"step.$": "$.kind"}}, "Next": "Which"},
        "Which": {"Type": "Choice", "Choices": [
          {"Variable": "$.kind", "StringEquals": "fail", "Next": "Fail"},
          {"Variable": "$.kind", "StringEquals": "wait", "Next": "Wait"}], "Default": "Done"},
        "Fail": {"Type": "Fail", "Error": "E"},
        "Wait": {"Type": "Wait", "Seconds": 86400, "Next": "Done"},
        "Done": {"Type": "Succeed"}}}\
      """;

  private GrpcNode node;
  private String machine;

  @BeforeAll
  void start(@TempDir Path directory) {
    node = GrpcNode.start(directory);
    machine = node.machine("orders", DEFINITION);
    var declared =
        PutIndexedAttributesRequest.newBuilder()
            .setStateMachineArn(machine)
            .addAttributes(attribute("customer", AttributeType.ATTRIBUTE_TYPE_STRING, "$.customer"))
            .addAttributes(attribute("amount", AttributeType.ATTRIBUTE_TYPE_NUMBER, "$.amount"))
            .addAttributes(
                attribute("step", AttributeType.ATTRIBUTE_TYPE_STRING, "$progress.step").toBuilder()
                    .setSource(AttributeSource.ATTRIBUTE_SOURCE_VARIABLE))
            .build();
    assertThat(GrpcNode.soon(node.bulk.putIndexedAttributes(declared)).getAttributesCount())
        .isEqualTo(3);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private static IndexedAttribute attribute(String name, AttributeType type, String path) {
    return IndexedAttribute.newBuilder()
        .setName(name)
        .setType(type)
        .setSource(AttributeSource.ATTRIBUTE_SOURCE_INPUT)
        .setPath(path)
        .build();
  }

  @Test
  void whatAnExecutionHoldsFindsItAsSoonAsItIsAcknowledged() {
    start("a-1", "wait", "A", 10);
    start("a-2", "fail", "A", 20);
    start("b-1", "done", "B", 30);

    assertThat(names("stateMachine = orders and customer = \"A\"")).containsExactly("a-2", "a-1");
    assertThat(names("amount > 15 and amount <= 30")).containsExactly("b-1", "a-2");
    assertThat(names("step = \"fail\" and customer = \"A\"")).containsExactly("a-2");
    await().until(() -> names("customer = \"A\" and status = FAILED").equals(List.of("a-2")));
    var found = search("name = a-2").getFirst();
    assertThat(found.getAttributesList())
        .extracting(value -> value.getName() + "=" + value.getValue())
        .containsExactly("amount=20", "customer=\"A\"", "step=\"fail\"");
    assertThatThrownBy(() -> search("customer ="))
        .hasMessageContaining("Expected a value at position 11 of the query");
  }

  @Test
  void allThatAreFoundAreStoppedAndTheStreamSaysHowFarItIs() throws Exception {
    for (int i = 0; i < 120; i++) {
      start("bulk-" + i, "wait", "Bulk", 1_000 + i);
    }
    var query = "customer = \"Bulk\" and status = RUNNING";
    var dry = run(request(query).setDryRun(true));
    assertThat(dry.getLast().getMatched()).isEqualTo(120);
    assertThat(search(query)).hasSize(100);

    var news = run(request(query).setMaxPerSecond(1_000).setError("Cancelled"));

    assertThat(news.getFirst().getStatus()).isEqualTo(BulkStatus.BULK_STATUS_RUNNING);
    var end = news.getLast();
    assertThat(end.getStatus()).isEqualTo(BulkStatus.BULK_STATUS_SUCCEEDED);
    assertThat(end.getSucceeded()).isEqualTo(120);
    assertThat(end.getRefused()).isZero();
    assertThat(search(query)).isEmpty();
    assertThat(names("customer = \"Bulk\" and status = ABORTED")).hasSize(100);
    var watched =
        node.bulk
            .watch(
                BulkOperationRequest.newBuilder()
                    .setBulkOperationId(end.getBulkOperationId())
                    .build())
            .runWith(Sink.seq(), node.system)
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    assertThat(watched).containsExactly(end);
  }

  @Test
  void aRedriveOfManyIsDoneOnceForEach() throws Exception {
    start("r-1", "fail", "Redrive", 1);
    start("r-2", "fail", "Redrive", 2);
    await().until(() -> names("customer = \"Redrive\" and status = FAILED").size() == 2);
    var request =
        request("customer = \"Redrive\" and status = FAILED")
            .setAction(BulkAction.BULK_ACTION_REDRIVE)
            .setClientToken("once");

    assertThat(run(request).getLast().getSucceeded()).isEqualTo(2);
    assertThat(run(request).getLast().getSucceeded()).isEqualTo(2);

    await().until(() -> names("customer = \"Redrive\" and status = FAILED").size() == 2);
    assertThat(search("customer = \"Redrive\""))
        .extracting(FoundExecution::getRedriveCount)
        .containsExactly(1, 1);
  }

  @Test
  void allThatAreFoundStandStillMigrateAndGoOn() throws Exception {
    start("p-1", "wait", "Pause", 1);
    start("p-2", "wait", "Pause", 2);
    var query = "customer = \"Pause\"";
    var first =
        ExplainExecutionRequest.newBuilder()
            .setExecutionArn(search(query).getFirst().getExecutionArn());

    var paused =
        run(request(query).setAction(BulkAction.BULK_ACTION_PAUSE).setReason("audit")).getLast();
    assertThat(paused.getAction()).isEqualTo(BulkAction.BULK_ACTION_PAUSE);
    assertThat(paused.getReason()).isEqualTo("audit");
    assertThat(paused.getSucceeded()).isEqualTo(2);
    assertThat(GrpcNode.soon(node.executions.explain(first.build())).getPauseReason())
        .isEqualTo("audit");

    var migrated =
        run(request(query).setAction(BulkAction.BULK_ACTION_MIGRATE).setTargetArn(machine))
            .getLast();
    assertThat(migrated.getTargetArn()).isEqualTo(machine);
    assertThat(migrated.getSucceeded()).isEqualTo(2);

    var resumed = run(request(query).setAction(BulkAction.BULK_ACTION_RESUME)).getLast();
    assertThat(resumed.getSucceeded()).isEqualTo(2);
    assertThat(GrpcNode.soon(node.executions.explain(first.build())).getPaused()).isFalse();
    assertThatThrownBy(() -> run(request(query).setReason("why")))
        .hasMessageContaining("Expected no reason with the action STOP");
  }

  private static StartBulkOperationRequest.Builder request(String query) {
    return StartBulkOperationRequest.newBuilder()
        .setAction(BulkAction.BULK_ACTION_STOP)
        .setQuery(query);
  }

  private List<BulkOperation> run(StartBulkOperationRequest.Builder request) throws Exception {
    return node.bulk
        .run(request.build())
        .runWith(Sink.seq(), node.system)
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private void start(String name, String kind, String customer, int amount) {
    var input = "{\"kind\":\"%s\",\"customer\":\"%s\",\"amount\":%d}";
    var request =
        StartRequest.newBuilder()
            .setStateMachineArn(machine)
            .setName(name)
            .setInput(input.formatted(kind, customer, amount))
            .build();
    // Twice is once: a busy machine may refuse for a moment.
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> GrpcNode.soon(node.executions.start(request)).hasStartDate());
  }

  private List<String> names(String query) {
    return search(query).stream().map(FoundExecution::getName).toList();
  }

  private List<FoundExecution> search(String query) {
    var request = SearchExecutionsRequest.newBuilder().setQuery(query).build();
    return GrpcNode.soon(node.executions.search(request)).getExecutionsList();
  }
}
