package dev.pawl.load.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.load.wire.Connection;
import dev.pawl.load.wire.Connection.Answer;
import dev.pawl.load.wire.JsonText;
import dev.pawl.load.wire.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * So many clients, each of which starts an execution, waits for its end, and starts the next; and
 * the workers of their activities. All on one thread, but for workers on gRPC streams.
 *
 * <p>The end is known without asking: the answer to the last step's {@code SendTaskSuccess} comes
 * after the commit of the row that ends the execution, and where no step is outside, the answer to
 * {@code StartExecution} does. The caller asks for a sample of them, to hold the node to it.
 */
final class ClosedLoop implements AutoCloseable {

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final List<String> BUSY = List.of("ThrottlingException", "ServiceUnavailable");
  private static final int SAMPLE = 20;
  private static final String CLIENT = "\\\"client\\\":";

  private final Loop loop = new Loop();
  private final Workload.Prepared prepared;
  private final List<Client> clients = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private @Nullable StreamWorkers streams;
  private final Recorder latencies = new Recorder(TimeUnit.MINUTES.toMicros(10), 3);
  private final ArrayDeque<String> sample = new ArrayDeque<>();
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean starting = true;
  private volatile int busy;
  private volatile long refused;
  private volatile @Nullable Throwable failure;

  ClosedLoop(Nodes nodes, Workload.Prepared prepared, int clients, int workersPerStep)
      throws IOException {
    this.prepared = prepared;
    for (var i = 0; i < clients; i++) {
      this.clients.add(new Client(i, nodes.address(i)));
    }
    if (prepared.workload().streams()) {
      streams =
          new StreamWorkers(
              Objects.requireNonNull(nodes.grpc(), "Expected to know where gRPC is served."),
              prepared.activityArns(),
              workersPerStep,
              client -> loop.submit(() -> this.clients.get(client).end()),
              broken -> failure = broken);
      return;
    }
    for (var step = 0; step < prepared.activityArns().size(); step++) {
      for (var i = 0; i < workersPerStep; i++) {
        workers.add(new Worker(nodes.address(i), step));
      }
    }
  }

  void start() {
    thread.start();
  }

  /** Start-to-end times in µs since this was last asked. */
  Histogram latenciesSinceLastTime() {
    checkFailure();
    return latencies.getIntervalHistogram();
  }

  /**
   * Requests that the node was too busy for, each sent again after 20 ms as the SDKs do; and
   * answers to tasks that another worker had answered.
   */
  long refused() {
    return refused;
  }

  /** Lets what has begun come to its end, and gives some of the last executions. */
  List<String> drain() throws InterruptedException {
    starting = false;
    var until = System.nanoTime() + DRAIN_MAX.toNanos();
    while (busy > 0 && System.nanoTime() < until) {
      Thread.sleep(10);
      checkFailure();
    }
    loop.stop();
    thread.join();
    checkFailure();
    if (busy > 0) {
      throw new IllegalStateException(
          "Expected every execution to end within %d s, but %d did not."
              .formatted(DRAIN_MAX.toSeconds(), busy));
    }
    return List.copyOf(sample);
  }

  @Override
  public void close() {
    if (streams != null) {
      streams.close();
    }
    loop.stop();
    loop.close();
  }

  /** Throws what broke the load off, if anything did. */
  void checkFailure() {
    var thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("The load broke off: " + thrown.getMessage(), thrown);
    }
  }

  private void run() {
    try {
      workers.forEach(Worker::poll);
      if (streams != null) {
        streams.start();
      }
      clients.forEach(Client::begin);
      loop.runWhile(() -> true);
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  /** Runs {@code again} later if the node was too busy; any other refusal ends the run. */
  private void refusal(Answer answer, Runnable again) {
    var body = new String(answer.body(), UTF_8);
    if (BUSY.stream().noneMatch(body::contains)) {
      throw new IllegalStateException(
          "Expected success, but found " + answer.status() + " " + body);
    }
    refused = refused + 1;
    loop.after(RETRY_NANOS, again);
  }

  private final class Client {
    private final int index;
    private final Requests requests;
    private final Connection connection;
    private long turn;
    private long begunNanos;
    private boolean answered;
    private boolean ended;

    Client(int index, InetSocketAddress node) throws IOException {
      this.index = index;
      this.requests = Requests.to(node);
      this.connection = loop.connect(node);
    }

    void begin() {
      if (!starting) {
        return;
      }
      busy = busy + 1;
      turn++;
      answered = false;
      ended = prepared.activityArns().isEmpty();
      begunNanos = System.nanoTime();
      send();
    }

    private void send() {
      connection.send(requests.start(prepared.stateMachineArn(), index, turn), this::started);
    }

    private void started(Answer answer) {
      if (answer.status() == 200) {
        remember(answer);
      } else if (!isThereAlready(answer)) {
        refusal(answer, this::send);
        return;
      }
      answered = true;
      finishIfBoth();
    }

    /** An earlier request was done after all, though the node had said that it was too busy. */
    private static boolean isThereAlready(Answer answer) {
      return new String(answer.body(), UTF_8).contains("ExecutionAlreadyExists");
    }

    private void remember(Answer answer) {
      var arn = JsonText.string(answer.body(), "executionArn");
      if (arn == null) {
        throw new IllegalStateException("Expected an executionArn in StartExecution's answer.");
      }
      sample.addLast(arn);
      if (sample.size() > SAMPLE) {
        sample.removeFirst();
      }
    }

    void end() {
      if (ended) {
        throw new IllegalStateException(
            "Expected each execution to end once, but client %d's turn %d ended twice."
                .formatted(index, turn));
      }
      ended = true;
      finishIfBoth();
    }

    private void finishIfBoth() {
      if (answered && ended) {
        latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begunNanos));
        busy = busy - 1;
        begin();
      }
    }
  }

  private final class Worker {
    private final Requests requests;
    private final Connection connection;
    private final boolean last;
    private final byte[] poll;

    Worker(InetSocketAddress node, int step) throws IOException {
      this.requests = Requests.to(node);
      this.connection = loop.connect(node);
      this.last = step == prepared.activityArns().size() - 1;
      this.poll = requests.poll(prepared.activityArns().get(step));
    }

    void poll() {
      connection.send(poll, this::polled);
    }

    private void polled(Answer answer) {
      if (answer.status() != 200) {
        refusal(answer, this::poll);
        return;
      }
      var token = JsonText.string(answer.body(), "taskToken");
      var input = JsonText.string(answer.body(), "input");
      if (token == null || input == null) {
        poll();
        return;
      }
      succeed(requests.success(token, input), client(input));
    }

    private void succeed(byte[] request, int client) {
      connection.send(
          request,
          answer -> {
            if (isAnsweredByAnother(answer)) {
              refused = refused + 1;
              poll();
              return;
            }
            if (answer.status() != 200) {
              refusal(answer, () -> succeed(request, client));
              return;
            }
            if (last) {
              clients.get(client).end();
            }
            poll();
          });
    }

    /** A task that a starved node took for lost is given to another worker, too. */
    private static boolean isAnsweredByAnother(Answer answer) {
      return answer.status() == 400 && new String(answer.body(), UTF_8).contains("TaskTimedOut");
    }

    private static int client(String input) {
      var start = input.indexOf(CLIENT) + CLIENT.length();
      var end = input.indexOf(',', start);
      return Integer.parseInt(input.substring(start, end));
    }
  }
}
