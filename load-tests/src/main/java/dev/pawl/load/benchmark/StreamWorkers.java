package dev.pawl.load.benchmark;

import dev.pawl.protocol.grpc.v1.Credit;
import dev.pawl.protocol.grpc.v1.NodeMessage;
import dev.pawl.protocol.grpc.v1.Open;
import dev.pawl.protocol.grpc.v1.Outcome;
import dev.pawl.protocol.grpc.v1.Success;
import dev.pawl.protocol.grpc.v1.Task;
import dev.pawl.protocol.grpc.v1.WorkerMessage;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Workers on gRPC streams, one for each step. A task is answered with its own input, and makes
 * place for another one. Which client an execution belongs to is in its input.
 */
final class StreamWorkers implements AutoCloseable {

  private static final String CLIENT = "\"client\":";
  private static final int READ_AHEAD = 1_000;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

  private static final MethodDescriptor<WorkerMessage, NodeMessage> WORK =
      MethodDescriptor.<WorkerMessage, NodeMessage>newBuilder()
          .setFullMethodName("pawl.v1.Workers/Work")
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setRequestMarshaller(ProtoUtils.marshaller(WorkerMessage.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(NodeMessage.getDefaultInstance()))
          .build();

  private final List<Stream> streams = new ArrayList<>();
  private final int credit;
  private final IntConsumer ended;
  private final Consumer<Throwable> broken;
  private volatile boolean closed;

  /**
   * @param credit tasks that a step may have at once
   * @param ended told of the client whose execution has done its last step
   * @param broken told when a stream breaks
   */
  StreamWorkers(
      InetSocketAddress node,
      List<String> activityArns,
      int credit,
      IntConsumer ended,
      Consumer<Throwable> broken) {
    this.credit = credit;
    this.ended = ended;
    this.broken = broken;
    for (var step = 0; step < activityArns.size(); step++) {
      streams.add(new Stream(node, activityArns.get(step), step == activityArns.size() - 1));
    }
  }

  void start() {
    streams.forEach(Stream::start);
  }

  @Override
  public void close() {
    closed = true;
    streams.forEach(stream -> stream.channel.shutdownNow());
  }

  private final class Stream extends ClientCall.Listener<NodeMessage> {
    private final ManagedChannel channel;
    private final ClientCall<WorkerMessage, NodeMessage> call;
    private final String activityArn;
    private final boolean last;
    private final Map<Long, WorkerMessage> unanswered = new ConcurrentHashMap<>();

    Stream(InetSocketAddress node, String activityArn, boolean last) {
      this.channel = NettyChannelBuilder.forAddress(node).usePlaintext().directExecutor().build();
      this.call = channel.newCall(WORK, CallOptions.DEFAULT);
      this.activityArn = activityArn;
      this.last = last;
    }

    void start() {
      call.start(this, new Metadata());
      call.request(READ_AHEAD);
      var open = Open.newBuilder().setActivityArn(activityArn).setWorkerName("pawl-load");
      say(WorkerMessage.newBuilder().setOpen(open).build());
      allow(credit);
    }

    private void allow(int tasks) {
      say(WorkerMessage.newBuilder().setCredit(Credit.newBuilder().setTasks(tasks)).build());
    }

    /** A call may be spoken to by one thread at a time; answers sent again come by another one. */
    private synchronized void say(WorkerMessage message) {
      if (!closed) {
        call.sendMessage(message);
      }
    }

    @Override
    public void onMessage(NodeMessage message) {
      call.request(1);
      switch (message.getMessageCase()) {
        case TASK -> work(message.getTask());
        case OUTCOME -> heard(message.getOutcome());
        case MESSAGE_NOT_SET -> throw new IllegalStateException("Expected a task or an outcome.");
      }
    }

    private void work(Task task) {
      var success =
          Success.newBuilder()
              .setTaskToken(task.getTaskToken())
              .setOutput(task.getInput())
              .setAnswerId(client(task.getInput()));
      var answer = WorkerMessage.newBuilder().setSuccess(success).build();
      unanswered.put(success.getAnswerId(), answer);
      say(answer);
      allow(1);
    }

    private void heard(Outcome outcome) {
      if (outcome.getResult() == Outcome.Result.RESULT_TRY_AGAIN) {
        var answer = Objects.requireNonNull(unanswered.get(outcome.getAnswerId()));
        LATER.execute(() -> say(answer));
        return;
      }
      unanswered.remove(outcome.getAnswerId());
      if (outcome.getResult() != Outcome.Result.RESULT_ACCEPTED) {
        broken.accept(new IllegalStateException("Expected ACCEPTED, but found " + outcome));
      } else if (last) {
        ended.accept((int) outcome.getAnswerId());
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!closed) {
        broken.accept(new IllegalStateException("A worker's stream has ended: " + status));
      }
    }
  }

  private static int client(String input) {
    var start = input.indexOf(CLIENT) + CLIENT.length();
    return Integer.parseInt(input.substring(start, input.indexOf(',', start)));
  }
}
