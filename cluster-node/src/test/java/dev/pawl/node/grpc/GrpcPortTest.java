package dev.pawl.node.grpc;

import static dev.pawl.node.grpc.GrpcNode.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.protocol.grpc.health.v1.HealthCheckRequest;
import dev.pawl.protocol.grpc.health.v1.HealthCheckResponse.ServingStatus;
import dev.pawl.protocol.grpc.health.v1.HealthClient;
import dev.pawl.protocol.grpc.v1.CreateStateMachineRequest;
import dev.pawl.protocol.grpc.v1.DeleteStateMachineRequest;
import dev.pawl.protocol.grpc.v1.DescribeActivityRequest;
import dev.pawl.protocol.grpc.v1.DescribeExecutionRequest;
import dev.pawl.protocol.grpc.v1.DescribeStateMachineRequest;
import dev.pawl.protocol.grpc.v1.ExecutionStatus;
import dev.pawl.protocol.grpc.v1.ExecutionsClient;
import dev.pawl.protocol.grpc.v1.HistoryEvent;
import dev.pawl.protocol.grpc.v1.HistoryRequest;
import dev.pawl.protocol.grpc.v1.ListActivitiesRequest;
import dev.pawl.protocol.grpc.v1.ListExecutionsRequest;
import dev.pawl.protocol.grpc.v1.ListStateMachinesRequest;
import dev.pawl.protocol.grpc.v1.ListVersionsRequest;
import dev.pawl.protocol.grpc.v1.PublishVersionRequest;
import dev.pawl.protocol.grpc.v1.RedriveExecutionRequest;
import dev.pawl.protocol.grpc.v1.StartRequest;
import dev.pawl.protocol.grpc.v1.StateMachineType;
import dev.pawl.protocol.grpc.v1.StateMachineVersion;
import dev.pawl.protocol.grpc.v1.StopExecutionRequest;
import dev.pawl.protocol.grpc.v1.UpdateStateMachineRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One whole node, seen through gRPC. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcPortTest {

  private static final Duration HASTE = Duration.ofSeconds(3);

  private GrpcNode node;

  @BeforeAll
  void start(@TempDir Path directory) {
    node = GrpcNode.start(directory);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void aCallerWaitsForTheEnd() throws InterruptedException {
    var activity = node.activity("waited");
    var machine = node.machine("waited", GrpcNode.steps(List.of(activity)));
    var waiting = node.executions.startAndWait(start(machine).setInput("{\"a\": 1}").build());
    var worker = new Worker(node).open(activity).credit(1);
    var task = worker.task();
    assertThat(waiting.toCompletableFuture()).isNotDone();

    worker.succeed(task.getTaskToken(), "\"done\"", 1);
    var ended = soon(waiting);

    assertThat(ended.getStatus()).isEqualTo(ExecutionStatus.EXECUTION_STATUS_SUCCEEDED);
    assertThat(ended.getInput()).isEqualTo("{\"a\": 1}");
    assertThat(ended.getOutput()).isEqualTo("\"done\"");
    assertThat(ended.getStateMachineArn()).isEqualTo(machine);
    assertThat(ended.getStopDate().getSeconds()).isPositive();
    worker.finish();
  }

  @Test
  void aCallerWaitsForAnExpressExecutionToo() {
    var machine =
        soon(node.machines.create(
                GrpcNode.request("express", GrpcNode.pass()).toBuilder()
                    .setType(StateMachineType.STATE_MACHINE_TYPE_EXPRESS)
                    .build()))
            .getStateMachineArn();

    var ended = soon(node.executions.startAndWait(start(machine).setInput("[1]").build()));

    assertThat(ended.getStatus()).isEqualTo(ExecutionStatus.EXECUTION_STATUS_SUCCEEDED);
    assertThat(ended.getOutput()).isEqualTo("[1]");
  }

  @Test
  void executionsAreListedStoppedAndRedriven() {
    var activity = node.activity("listed");
    var machine = node.machine("listed", GrpcNode.steps(List.of(activity)));
    var arn = node.start(machine, "{}");
    node.start(machine, "{}");

    var stopped =
        soon(
            node.executions.stop(
                StopExecutionRequest.newBuilder()
                    .setExecutionArn(arn)
                    .setError("E")
                    .setCause("C")
                    .build()));
    assertThat(stopped.hasStopDate()).isTrue();
    var aborted =
        soon(
            node.executions.describe(
                DescribeExecutionRequest.newBuilder().setExecutionArn(arn).build()));
    assertThat(aborted.getStatus()).isEqualTo(ExecutionStatus.EXECUTION_STATUS_ABORTED);
    assertThat(aborted.getError()).isEqualTo("E");
    assertThat(aborted.hasOutput()).isFalse();

    var list = ListExecutionsRequest.newBuilder().setStateMachineArn(machine).setMaxResults(1);
    var first = soon(node.executions.list(list.build()));
    var second = soon(node.executions.list(list.setNextToken(first.getNextToken()).build()));
    assertThat(first.getExecutionsList()).hasSize(1);
    assertThat(second.getExecutionsList()).hasSize(1);
    assertThat(second.hasNextToken()).isFalse();
    var running =
        list.clearNextToken()
            .setStatusFilter(ExecutionStatus.EXECUTION_STATUS_RUNNING)
            .setMaxResults(0);
    assertThat(soon(node.executions.list(running.build())).getExecutionsList()).hasSize(1);

    var redriven =
        soon(
            node.executions.redrive(
                RedriveExecutionRequest.newBuilder().setExecutionArn(arn).build()));
    assertThat(redriven.hasRedriveDate()).isTrue();
    assertThat(soon(node.executions.list(running.build())).getExecutionsList()).hasSize(2);
  }

  @Test
  void stateMachinesAreMadeChangedPublishedAndDeleted() {
    var arn = node.machine("changing", GrpcNode.pass());

    var version =
        soon(node.machines.publishVersion(
                PublishVersionRequest.newBuilder().setStateMachineArn(arn).build()))
            .getStateMachineVersionArn();
    soon(
        node.machines.update(
            UpdateStateMachineRequest.newBuilder()
                .setStateMachineArn(arn)
                .setDefinition(GrpcNode.pass().replace("\"A\"", "\"B\""))
                .build()));
    var now =
        soon(
            node.machines.describe(
                DescribeStateMachineRequest.newBuilder().setStateMachineArn(arn).build()));
    var then =
        soon(
            node.machines.describe(
                DescribeStateMachineRequest.newBuilder().setStateMachineArn(version).build()));

    assertThat(now.getDefinition()).contains("\"B\"");
    assertThat(now.getType()).isEqualTo(StateMachineType.STATE_MACHINE_TYPE_STANDARD);
    assertThat(then.getDefinition()).contains("\"A\"");
    assertThat(
            soon(node.machines.listVersions(
                    ListVersionsRequest.newBuilder().setStateMachineArn(arn).build()))
                .getStateMachineVersionsList())
        .extracting(StateMachineVersion::getStateMachineVersionArn)
        .containsExactly(version);
    soon(
        node.machines.delete(
            DeleteStateMachineRequest.newBuilder().setStateMachineArn(arn).build()));
    await()
        .untilAsserted(() ->
            assertThat(
                    soon(node.machines.list(ListStateMachinesRequest.getDefaultInstance()))
                        .getStateMachinesList())
                .noneMatch(machine -> machine.getStateMachineArn().equals(arn)));
  }

  @Test
  void aHistoryIsFollowedToItsEnd() throws InterruptedException {
    var activity = node.activity("followed");
    var machine = node.machine("followed", GrpcNode.steps(List.of(activity)));
    var arn = node.start(machine, "{\"a\":1}");
    var request = HistoryRequest.newBuilder().setExecutionArn(arn).build();
    var events =
        node.executions.history(request).toMat(Sink.queue(), Keep.right()).run(node.system);

    var first = soon(events.pull()).orElseThrow();
    assertThat(first.getId()).isEqualTo(1);
    assertThat(first.getType()).isEqualTo("ExecutionStarted");
    assertThat(first.getDetails().getInput()).isEqualTo("{\"a\":1}");
    assertThat(first.getDetails().getRoleArn()).isEqualTo(GrpcNode.ROLE);
    assertThat(first.getTimestamp().getSeconds()).isPositive();
    assertThat(soon(events.pull()).orElseThrow().getType()).isEqualTo("TaskStateEntered");
    assertThat(soon(events.pull()).orElseThrow().getType()).isEqualTo("ActivityScheduled");
    var worker = new Worker(node).open(activity).credit(1);
    worker.succeed(worker.task().getTaskToken(), "2", 1);
    assertThat(soon(events.pull()).orElseThrow().getDetails().getWorkerName()).isEqualTo("w");
    assertThat(soon(events.pull()).orElseThrow().getDetails().getOutput()).isEqualTo("2");
    assertThat(soon(events.pull()).orElseThrow().getType()).isEqualTo("TaskStateExited");
    assertThat(soon(events.pull()).orElseThrow().getType()).isEqualTo("ExecutionSucceeded");
    assertThat(soon(events.pull())).isEmpty();

    var rest =
        soon(
            node.executions
                .history(request.toBuilder().setAfterEventId(5).build())
                .map(HistoryEvent::getId)
                .runWith(Sink.seq(), node.system));
    assertThat(rest).containsExactly(6L, 7L);
    worker.finish();
  }

  @Test
  void aCancelledCallHoldsNothing() {
    var activity = node.activity("cancelled");
    var machine = node.machine("cancelled", GrpcNode.steps(List.of(activity)));
    var arn = node.start(machine, "{}");
    var events =
        node.executions
            .history(HistoryRequest.newBuilder().setExecutionArn(arn).build())
            .toMat(Sink.queue(), Keep.right())
            .run(node.system);
    soon(events.pull());
    var hasty = ExecutionsClient.create(node.address.withDeadline(HASTE), node.system);
    var deadline = hasty.startAndWait(start(machine).build());
    await().until(() -> followed() == 2);

    events.cancel();

    assertThat(failure(deadline).getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    await().until(() -> followed() == 0);
    soon(hasty.close());
  }

  /** How many executions somebody follows. */
  private int followed() throws IOException, InterruptedException {
    var info =
        URI.create("http://127.0.0.1:%d/_pawl/info".formatted(node.node.address().getPort()));
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(info).build(), HttpResponse.BodyHandlers.ofString());
    return new ObjectMapper().readTree(answer.body()).at("/cluster/executionsFollowed").asInt(-1);
  }

  @Test
  void refusalsHaveAStatusAndTheNameOfAwsError() {
    var missing = "arn:aws:states:us-east-1:000000000000:stateMachine:missing";
    var machine = node.machine("refused", GrpcNode.pass());

    refused(
        node.executions.start(StartRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        "ValidationException");
    refused(
        node.executions.start(start("nonsense").build()),
        Status.Code.INVALID_ARGUMENT,
        "InvalidArn");
    refused(
        node.executions.start(start(machine).setInput("{").build()),
        Status.Code.INVALID_ARGUMENT,
        "InvalidExecutionInput");
    refused(
        node.executions.start(start(missing).build()),
        Status.Code.NOT_FOUND,
        "StateMachineDoesNotExist");
    refused(
        node.executions.startAndWait(start(missing).build()),
        Status.Code.NOT_FOUND,
        "StateMachineDoesNotExist");
    refused(
        node.machines.create(GrpcNode.request("refused", "{}")),
        Status.Code.INVALID_ARGUMENT,
        "InvalidDefinition");
    refused(
        node.machines.create(
            GrpcNode.request("refused", GrpcNode.pass().replace("\"A\"", "\"Z\""))),
        Status.Code.ALREADY_EXISTS,
        "StateMachineAlreadyExists");
    refused(
        node.machines.create(
            CreateStateMachineRequest.newBuilder()
                .setName("n")
                .setRoleArn(GrpcNode.ROLE)
                .setDefinition(GrpcNode.pass())
                .setTypeValue(77)
                .build()),
        Status.Code.INVALID_ARGUMENT,
        "ValidationException");
    refused(
        node.activities.describe(
            DescribeActivityRequest.newBuilder()
                .setActivityArn(missing.replace("stateMachine", "activity"))
                .build()),
        Status.Code.NOT_FOUND,
        "ActivityDoesNotExist");
    refused(
        node.activities.list(ListActivitiesRequest.newBuilder().setMaxResults(5000).build()),
        Status.Code.INVALID_ARGUMENT,
        "ValidationException");
    refused(
        node.activities.list(ListActivitiesRequest.newBuilder().setNextToken("x").build()),
        Status.Code.INVALID_ARGUMENT,
        "InvalidToken");
    refused(
        node.executions
            .history(
                HistoryRequest.newBuilder()
                    .setExecutionArn(missing.replace("stateMachine", "execution") + ":x")
                    .build())
            .runWith(Sink.seq(), node.system),
        Status.Code.NOT_FOUND,
        "ExecutionDoesNotExist");
    var arn = node.start(machine, "{}");
    await()
        .untilAsserted(() ->
            refused(
                node.executions.redrive(
                    RedriveExecutionRequest.newBuilder().setExecutionArn(arn).build()),
                Status.Code.FAILED_PRECONDITION,
                "ExecutionNotRedrivable"));
    refused(
        node.machines.create(GrpcNode.request("large", "x".repeat(5 * 1024 * 1024))),
        Status.Code.RESOURCE_EXHAUSTED,
        "RequestEntityTooLargeException");
  }

  @Test
  void theHealthServiceAnswersForTheNodeAndItsServices() {
    var health = HealthClient.create(node.address, node.system);

    for (var service : List.of("", "pawl.v1.Executions", "pawl.v1.Workers")) {
      var request = HealthCheckRequest.newBuilder().setService(service).build();
      await()
          .untilAsserted(() ->
              assertThat(soon(health.check(request)).getStatus()).isEqualTo(ServingStatus.SERVING));
    }
    var unknown = HealthCheckRequest.newBuilder().setService("no").build();
    refused(health.check(unknown), Status.Code.NOT_FOUND, "ResourceNotFound");
    assertThat(soon(health.watch(unknown).runWith(Sink.head(), node.system)).getStatus())
        .isEqualTo(ServingStatus.SERVICE_UNKNOWN);
    soon(health.close());
  }

  @Test
  void reflectionNamesTheServicesAndDescribesThem() {
    var method = "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
    var port = node.address.defaultPort();
    var symbol = "pawl.v1.Workers".getBytes(UTF_8);
    var ask = ByteBuffer.allocate(symbol.length + 2);
    ask.put((byte) 0x22).put((byte) symbol.length).put(symbol);

    var services = RawCall.ask(port, method, new byte[] {0x3a, 0});
    var described = RawCall.ask(port, method, ask.array());

    assertThat(services)
        .contains("pawl.v1.Executions", "pawl.v1.StateMachines", "pawl.v1.Activities")
        .contains("pawl.v1.Workers", "grpc.health.v1.Health");
    assertThat(described).contains("pawl/v1/workers.proto", "worker_name");
  }

  @Test
  void whatIsNotThereIsUnimplemented() {
    var port = node.address.defaultPort();

    assertThat(RawCall.ask(port, "pawl.v1.Executions/Nothing", new byte[0]))
        .contains("UNIMPLEMENTED");
    assertThat(RawCall.ask(port, "pawl.v1.Nothing/Start", new byte[0])).contains("UNIMPLEMENTED");
    assertThat(RawCall.ask(port, "pawl.v1.Executions/Start", new byte[] {1, 2, 3}))
        .contains("INVALID_ARGUMENT");
  }

  private static StartRequest.Builder start(String machine) {
    return StartRequest.newBuilder().setStateMachineArn(machine);
  }

  private static void refused(CompletionStage<?> call, Status.Code code, String type) {
    var failure = failure(call);
    assertThat(failure.getStatus().getCode()).describedAs(failure.toString()).isEqualTo(code);
    assertThat(failure.getStatus().getDescription()).startsWith(type + ": ");
    assertThat(
            failure
                .getTrailers()
                .get(
                    io.grpc.Metadata.Key.of(
                        Statuses.ERROR_TYPE, io.grpc.Metadata.ASCII_STRING_MARSHALLER)))
        .isEqualTo(type);
  }

  private static StatusRuntimeException failure(CompletionStage<?> call) {
    try {
      throw new AssertionError("Expected a refusal, but found " + soon(call));
    } catch (CompletionException e) {
      if (e.getCause() instanceof StatusRuntimeException refusal) {
        return refusal;
      }
      throw e;
    }
  }
}
