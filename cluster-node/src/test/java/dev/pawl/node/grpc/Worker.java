package dev.pawl.node.grpc;

import dev.pawl.protocol.grpc.v1.Credit;
import dev.pawl.protocol.grpc.v1.Failure;
import dev.pawl.protocol.grpc.v1.Heartbeat;
import dev.pawl.protocol.grpc.v1.NodeMessage;
import dev.pawl.protocol.grpc.v1.Open;
import dev.pawl.protocol.grpc.v1.Outcome;
import dev.pawl.protocol.grpc.v1.Success;
import dev.pawl.protocol.grpc.v1.Task;
import dev.pawl.protocol.grpc.v1.WorkerMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;

/** A worker's stream whose every message a test says itself. */
final class Worker {

  private final SourceQueueWithComplete<WorkerMessage> said;
  private final UniqueKillSwitch connection;
  private final CompletionStage<Done> ended;
  final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  Worker(GrpcNode node) {
    var source =
        Source.<WorkerMessage>queue(100, OverflowStrategy.fail())
            .viaMat(KillSwitches.single(), Keep.both())
            .preMaterialize(node.system);
    said = source.first().first();
    connection = source.first().second();
    ended = node.workers.work(source.second()).runWith(Sink.foreach(this::heard), node.system);
  }

  Worker open(String activityArn) {
    return say(
        WorkerMessage.newBuilder()
            .setOpen(Open.newBuilder().setActivityArn(activityArn).setWorkerName("w"))
            .build());
  }

  Worker credit(int n) {
    return say(WorkerMessage.newBuilder().setCredit(Credit.newBuilder().setTasks(n)).build());
  }

  Worker succeed(String taskToken, String output, long id) {
    var success = Success.newBuilder().setTaskToken(taskToken).setOutput(output).setAnswerId(id);
    return say(WorkerMessage.newBuilder().setSuccess(success).build());
  }

  Worker fail(String taskToken, String error, long id) {
    var failure = Failure.newBuilder().setTaskToken(taskToken).setError(error).setAnswerId(id);
    return say(WorkerMessage.newBuilder().setFailure(failure).build());
  }

  Worker beat(String taskToken, long id) {
    var beat = Heartbeat.newBuilder().setTaskToken(taskToken).setAnswerId(id);
    return say(WorkerMessage.newBuilder().setHeartbeat(beat).build());
  }

  Worker say(WorkerMessage message) {
    GrpcNode.soon(said.offer(message));
    return this;
  }

  private void heard(NodeMessage message) {
    switch (message.getMessageCase()) {
      case TASK -> tasks.add(message.getTask());
      case OUTCOME -> outcomes.add(message.getOutcome());
      case MESSAGE_NOT_SET -> throw new AssertionError("Expected a task or an outcome.");
    }
  }

  Task task() throws InterruptedException {
    var task = tasks.poll(30, TimeUnit.SECONDS);
    if (task == null) {
      throw new AssertionError("Expected a task.");
    }
    return task;
  }

  Outcome outcome() throws InterruptedException {
    var outcome = outcomes.poll(30, TimeUnit.SECONDS);
    if (outcome == null) {
      throw new AssertionError("Expected an outcome.");
    }
    return outcome;
  }

  /** The worker says that it is done; the node says the rest and ends the stream. */
  void finish() {
    said.complete();
    GrpcNode.soon(ended);
  }

  /** The connection breaks. */
  void breakOff() {
    connection.abort(new IllegalStateException("broken"));
  }

  CompletionStage<Done> ended() {
    return ended;
  }
}
