package dev.pawl.load.chaos;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.protocol.grpc.v1.Credit;
import dev.pawl.protocol.grpc.v1.HistoryEvent;
import dev.pawl.protocol.grpc.v1.HistoryRequest;
import dev.pawl.protocol.grpc.v1.NodeMessage;
import dev.pawl.protocol.grpc.v1.Open;
import dev.pawl.protocol.grpc.v1.Outcome;
import dev.pawl.protocol.grpc.v1.Success;
import dev.pawl.protocol.grpc.v1.WorkerMessage;
import io.grpc.ClientCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Executions of three steps whose workers are gRPC streams, and whose histories are followed over
 * gRPC. What breaks is begun again on the next node: a stream, the answer that it may have lost,
 * and a history from the last event that came.
 */
final class StreamedWork implements AutoCloseable {

  static final int STEPS = 3;

  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final long AGAIN_MILLIS = 200;
  private static final int CREDIT = 8;

  private final Streams streams;
  private final Caller caller;
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Integer> given = new ConcurrentHashMap<>();
  private final Map<String, Success> unanswered = new ConcurrentHashMap<>();
  private final AtomicInteger reconnections = new AtomicInteger();
  private final AtomicInteger resumptions = new AtomicInteger();
  private final List<Follower> followers = new ArrayList<>();
  private String activityArn = "";
  private String machineArn = "";
  private volatile boolean closed;

  StreamedWork(Streams streams, Caller caller) {
    this.streams = streams;
    this.caller = caller;
  }

  void prepare() throws InterruptedException {
    activityArn =
        caller
            .call("CreateActivity", object().put("name", "streamed"))
            .path("activityArn")
            .asText();
    var states = object();
    for (var step = 1; step <= STEPS; step++) {
      var state = states.putObject("S" + step);
      // Lost with its worker, a task comes again.
      state.put("Type", "Task").put("Resource", activityArn).put("HeartbeatSeconds", 10);
      state
          .putArray("Retry")
          .addObject()
          .put("MaxAttempts", 10)
          .putArray("ErrorEquals")
          .add("States.Timeout");
      if (step < STEPS) {
        state.put("Next", "S" + (step + 1));
      } else {
        state.put("End", true);
      }
    }
    var definition = object().put("StartAt", "S1");
    definition.set("States", states);
    var machine =
        object()
            .put("name", "streamed")
            .put("roleArn", ROLE)
            .put("definition", definition.toString());
    machineArn = caller.call("CreateStateMachine", machine).path("stateMachineArn").asText();
  }

  /** One worker, whose first stream is on this node. */
  void work(int node) {
    new Worker(node).connect();
  }

  /** Starts an execution and follows it, first on this node. */
  void start(int node) throws InterruptedException {
    var name = "streamed-" + followers.size();
    var request = object().put("stateMachineArn", machineArn).put("name", name);
    var follower =
        new Follower(node, caller.call("StartExecution", request).path("executionArn").asText());
    followers.add(follower);
    follower.follow();
  }

  List<Follower> followers() {
    return List.copyOf(followers);
  }

  /** Streams of workers that broke, histories that broke, and tasks that were given twice. */
  String account() {
    return "%d streams of workers and %d histories taken up on another node; %d tasks given, %d of them more than once"
        .formatted(
            reconnections.get(),
            resumptions.get(),
            given.size(),
            given.values().stream().filter(times -> times > 1).count());
  }

  int reconnections() {
    return reconnections.get();
  }

  int resumptions() {
    return resumptions.get();
  }

  private void again(Runnable action) {
    if (!closed) {
      var unused = later.schedule(action, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    closed = true;
    later.shutdownNow();
    streams.close();
  }

  private final class Worker {
    private int node;
    private @Nullable ClientCall<WorkerMessage, NodeMessage> call;

    Worker(int node) {
      this.node = node;
    }

    synchronized void connect() {
      call = streams.call(Streams.WORK, node, this::heard, this::ended);
      var open = Open.newBuilder().setActivityArn(activityArn).setWorkerName("streamed");
      say(WorkerMessage.newBuilder().setOpen(open));
      say(WorkerMessage.newBuilder().setCredit(Credit.newBuilder().setTasks(CREDIT)));
      // Whether they were heard nobody knows: said once more they count once.
      unanswered.values().forEach(this::succeed);
    }

    private void heard(NodeMessage message) {
      switch (message.getMessageCase()) {
        case TASK -> {
          var task = message.getTask();
          given.merge(task.getTaskToken(), 1, Integer::sum);
          var success =
              Success.newBuilder().setTaskToken(task.getTaskToken()).setOutput(task.getInput());
          unanswered.put(task.getTaskToken(), success.build());
          succeed(success.build());
          say(WorkerMessage.newBuilder().setCredit(Credit.newBuilder().setTasks(1)));
        }
        case OUTCOME -> outcome(message.getOutcome());
        case MESSAGE_NOT_SET -> throw new IllegalStateException("Expected a task or an outcome.");
      }
    }

    private void outcome(Outcome outcome) {
      var success = unanswered.get(outcome.getTaskToken());
      if (outcome.getResult() == Outcome.Result.RESULT_TRY_AGAIN && success != null) {
        again(() -> succeed(success));
      } else {
        unanswered.remove(outcome.getTaskToken());
      }
    }

    private void succeed(Success success) {
      say(WorkerMessage.newBuilder().setSuccess(success));
    }

    private synchronized void say(WorkerMessage.Builder message) {
      try {
        if (call != null) {
          call.sendMessage(message.build());
        }
      } catch (IllegalStateException ended) {
        // Its end is told apart, and it is connected anew.
      }
    }

    private void ended(Status status) {
      if (!closed) {
        reconnections.incrementAndGet();
        node++;
        again(this::connect);
      }
    }
  }

  /** One client that follows one history to its end. */
  final class Follower {
    private final String executionArn;
    private final List<HistoryEvent> events = new ArrayList<>();
    private int node;
    private volatile boolean done;

    Follower(int node, String executionArn) {
      this.node = node;
      this.executionArn = executionArn;
    }

    synchronized void follow() {
      var last = events.isEmpty() ? 0 : events.getLast().getId();
      var call = streams.call(Streams.HISTORY, node, this::heard, this::ended);
      call.sendMessage(
          HistoryRequest.newBuilder().setExecutionArn(executionArn).setAfterEventId(last).build());
      call.halfClose();
    }

    private synchronized void heard(HistoryEvent event) {
      events.add(event);
    }

    private synchronized void ended(Status status) {
      if (status.isOk()) {
        done = true;
        return;
      }
      if (!closed) {
        resumptions.incrementAndGet();
        node++;
        again(this::follow);
      }
    }

    boolean isDone() {
      return done;
    }

    synchronized List<Long> ids() {
      return events.stream().map(HistoryEvent::getId).toList();
    }

    synchronized List<String> types() {
      return events.stream().map(HistoryEvent::getType).toList();
    }

    @Override
    public synchronized String toString() {
      return executionArn + " " + types();
    }
  }
}
