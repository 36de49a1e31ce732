package dev.pawl.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawl.protocol.grpc.v1.HistoryEvent;
import dev.pawl.protocol.grpc.v1.HistoryRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.apache.pekko.Done;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that follows a history while its node ends and comes back. */
class HistoryResumeTest {

  private static final int STEPS = 6;

  private final Queue<HistoryEvent> events = new ConcurrentLinkedQueue<>();

  @Test
  void aHistoryGoesOnAfterARestartWithoutGapOrRepeat(@TempDir Path data)
      throws InterruptedException {
    String activity;
    String arn;
    try (var node = GrpcNode.start(data)) {
      activity = node.activity("resumed");
      arn =
          node.start(
              node.machine(
                  "resumed", GrpcNode.steps(java.util.Collections.nCopies(STEPS, activity))),
              "{}");
      var following = follow(node, arn);
      work(node, activity, STEPS / 2);
      await().until(() -> events.size() > STEPS);

      node.node.close();

      assertThat(following)
          .failsWithin(java.time.Duration.ofSeconds(30))
          .withThrowableThat()
          .withMessageContaining("UNAVAILABLE");
    }
    try (var node = GrpcNode.start(data)) {
      var following = follow(node, arn);
      work(node, activity, STEPS - STEPS / 2);
      GrpcNode.soon(following);
    }

    var ids = events.stream().map(HistoryEvent::getId).toList();
    assertThat(ids).isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
    assertThat(List.copyOf(events).getLast().getType()).isEqualTo("ExecutionSucceeded");
    assertThat(events).filteredOn(e -> e.getType().equals("ActivitySucceeded")).hasSize(STEPS);
  }

  private CompletionStage<Done> follow(GrpcNode node, String arn) {
    var last = events.stream().mapToLong(HistoryEvent::getId).max().orElse(0);
    return node.executions
        .history(HistoryRequest.newBuilder().setExecutionArn(arn).setAfterEventId(last).build())
        .runWith(Sink.foreach(events::add), node.system);
  }

  private static void work(GrpcNode node, String activity, int tasks) throws InterruptedException {
    var worker = new Worker(node).open(activity);
    for (var i = 0; i < tasks; i++) {
      worker.credit(1);
      worker.succeed(worker.task().getTaskToken(), "{}", i);
      worker.outcome();
    }
    worker.finish();
  }
}
