package dev.pawl.node.grpc;

import static dev.pawl.node.grpc.GrpcNode.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pawl.protocol.grpc.v1.DescribeExecutionRequest;
import dev.pawl.protocol.grpc.v1.Execution;
import dev.pawl.protocol.grpc.v1.ExecutionStatus;
import dev.pawl.protocol.grpc.v1.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Workers on streams of one whole node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcWorkersTest {

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
  void aThreeStepWorkflowIsDoneByStreams() throws InterruptedException {
    var activities = List.of(node.activity("one"), node.activity("two"), node.activity("three"));
    var machine = node.machine("three-steps", GrpcNode.steps(activities));
    var workers = activities.stream().map(arn -> new Worker(node).open(arn).credit(10)).toList();

    var arn = node.start(machine, "{\"n\":0}");
    for (var i = 0; i < 3; i++) {
      var task = workers.get(i).task();
      assertThat(task.getInput()).isEqualTo("{\"n\":" + i + "}");
      workers.get(i).succeed(task.getTaskToken(), "{\"n\":" + (i + 1) + "}", i);
      var outcome = workers.get(i).outcome();
      assertThat(outcome.getResult()).isEqualTo(Outcome.Result.RESULT_ACCEPTED);
      assertThat(outcome.getAnswerId()).isEqualTo(i);
      assertThat(outcome.getTaskToken()).isEqualTo(task.getTaskToken());
    }
    workers.forEach(Worker::finish);

    await().until(() -> execution(arn).getStatus() == ExecutionStatus.EXECUTION_STATUS_SUCCEEDED);
    assertThat(execution(arn).getOutput()).isEqualTo("{\"n\":3}");
  }

  @Test
  void aWorkerGetsNoMoreTasksThanItHasCreditFor() throws InterruptedException {
    var activity = node.activity("credit");
    var machine = node.machine("credit", GrpcNode.steps(List.of(activity)));
    var arns = IntStream.range(0, 20).mapToObj(i -> node.start(machine, "" + i)).toList();
    var worker = new Worker(node).open(activity).credit(3);

    await().untilAsserted(() -> assertThat(worker.tasks).hasSize(3));
    // Whoever asks for one gets one: the rest is there, and was not sent.
    var other = new Worker(node).open(activity).credit(1);
    var others = other.task();
    assertThat(worker.tasks).hasSize(3);

    worker.credit(16);
    var tokens = new HashSet<String>();
    tokens.add(others.getTaskToken());
    other.succeed(others.getTaskToken(), "1", 1);
    for (var i = 0; i < 19; i++) {
      var task = worker.task();
      tokens.add(task.getTaskToken());
      worker.succeed(task.getTaskToken(), "1", i);
    }
    assertThat(tokens).hasSize(20);
    for (var arn : arns) {
      await().until(() -> execution(arn).getStatus() == ExecutionStatus.EXECUTION_STATUS_SUCCEEDED);
    }
    worker.finish();
    other.finish();
  }

  @Test
  void tasksGoToWorkersInTurn() throws InterruptedException {
    var activity = node.activity("turns");
    var machine = node.machine("turns", GrpcNode.steps(List.of(activity)));
    var greedy = new Worker(node).open(activity).credit(1000);
    var modest = new Worker(node).open(activity).credit(1);
    // Both wait, before there is anything to do.
    var heard = node.start(machine, "0");
    await().until(() -> greedy.tasks.size() + modest.tasks.size() == 1);

    for (var i = 1; i < 10; i++) {
      node.start(machine, "" + i);
    }

    await().until(() -> greedy.tasks.size() + modest.tasks.size() == 10);
    assertThat(modest.tasks).hasSize(1);
    assertThat(execution(heard).getStatus()).isEqualTo(ExecutionStatus.EXECUTION_STATUS_RUNNING);
    greedy.finish();
    modest.finish();
  }

  @Test
  void everyAnswerHasAnOutcome() throws InterruptedException {
    var activity = node.activity("outcomes");
    var machine = node.machine("outcomes", GrpcNode.steps(List.of(activity)));
    node.start(machine, "{}");
    var worker = new Worker(node).open(activity).credit(1);
    var token = worker.task().getTaskToken();

    worker.beat(token, 1);
    assertThat(worker.outcome().getResult()).isEqualTo(Outcome.Result.RESULT_ACCEPTED);
    worker.succeed(token, "no JSON", 2);
    var invalid = worker.outcome();
    assertThat(invalid.getResult()).isEqualTo(Outcome.Result.RESULT_INVALID);
    assertThat(invalid.getError()).isEqualTo("InvalidOutput");
    worker.succeed("nonsense", "1", 3);
    assertThat(worker.outcome().getError()).isEqualTo("InvalidToken");
    worker.fail(token, "Broken", 4);
    assertThat(worker.outcome().getResult()).isEqualTo(Outcome.Result.RESULT_ACCEPTED);
    worker.fail(token, "Broken", 5);
    assertThat(worker.outcome().getResult()).isEqualTo(Outcome.Result.RESULT_ACCEPTED);
    worker.succeed(token, "1", 6);
    var late = worker.outcome();
    assertThat(late.getResult()).isEqualTo(Outcome.Result.RESULT_TASK_TIMED_OUT);
    assertThat(late.getAnswerId()).isEqualTo(6);
    worker.finish();
  }

  @Test
  void aTaskOfABrokenStreamComesBackWhenItsHeartbeatIsMissed() throws InterruptedException {
    var activity = node.activity("broken");
    var machine =
        node.machine(
            "broken",
            """
            {"StartAt":"S","States":{"S":{"Type":"Task","Resource":"%s","HeartbeatSeconds":1,
             "Retry":[{"ErrorEquals":["States.Timeout"],"IntervalSeconds":1}],"End":true}}}\
            """
                .formatted(activity));
    var arn = node.start(machine, "{}");
    var lost = new Worker(node).open(activity).credit(1);
    var first = lost.task();

    lost.breakOff();
    var other = new Worker(node).open(activity).credit(1);
    var second = other.task();
    other.succeed(first.getTaskToken(), "1", 1);
    assertThat(other.outcome().getResult()).isEqualTo(Outcome.Result.RESULT_TASK_TIMED_OUT);
    other.succeed(second.getTaskToken(), "2", 2);
    assertThat(other.outcome().getResult()).isEqualTo(Outcome.Result.RESULT_ACCEPTED);

    await().until(() -> execution(arn).getStatus() == ExecutionStatus.EXECUTION_STATUS_SUCCEEDED);
    assertThat(execution(arn).getOutput()).isEqualTo("2");
    other.finish();
  }

  @Test
  void aBrokenStreamTakesNoTaskWithIt() throws InterruptedException {
    var activity = node.activity("gone");
    var machine = node.machine("gone", GrpcNode.steps(List.of(activity)));
    var gone = new Worker(node).open(activity).credit(100);
    node.start(machine, "0");
    gone.task();

    gone.breakOff();
    var arn = node.start(machine, "1");
    var other = new Worker(node).open(activity).credit(1);
    var task = other.task();
    other.succeed(task.getTaskToken(), "1", 1);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> execution(arn).getStatus() == ExecutionStatus.EXECUTION_STATUS_SUCCEEDED);
    other.finish();
  }

  @Test
  void whatMakesNoSenseEndsTheStream() {
    var activity = node.activity("nonsense");

    assertThatThrownBy(() -> soon(new Worker(node).credit(1).ended()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("Expected open first");
    assertThatThrownBy(() -> soon(new Worker(node).open(activity).credit(0).ended()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThatThrownBy(() -> soon(new Worker(node).open(activity).credit(1_001).ended()))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThatThrownBy(() -> soon(new Worker(node).open(activity + "x").ended()))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining("ActivityDoesNotExist");
  }

  private Execution execution(String arn) {
    return soon(
        node.executions.describe(
            DescribeExecutionRequest.newBuilder().setExecutionArn(arn).build()));
  }
}
