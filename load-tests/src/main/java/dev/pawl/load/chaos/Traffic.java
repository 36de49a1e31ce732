package dev.pawl.load.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.chaos.Book.Given;
import dev.pawl.load.chaos.Caller.Question;
import dev.pawl.load.node.AwsError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Starts executions at a steady rate through all nodes, and works their tasks. */
final class Traffic implements AutoCloseable {

  private static final Duration POLL_MAX = Duration.ofSeconds(70);
  private static final Duration POLLING_MAX = Duration.ofMinutes(5);
  private static final int TICKS = 300;
  private static final long TICK_MILLIS = 200;
  private static final int ITEMS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Kind> MIX =
      List.of(Kind.STEPS, Kind.STEPS, Kind.WAIT, Kind.MAP, Kind.PARALLEL, Kind.CALLBACK);

  private final Caller caller;
  private final Samples samples;
  private final Book book;
  private final Map<Kind, String> machines = new EnumMap<>(Kind.class);
  private final Map<String, Integer> ticks = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Thread> starts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private String activityArn = "";
  private volatile boolean starting = true;
  private volatile boolean working = true;

  Traffic(Caller caller, Samples samples, Book book) {
    this.caller = caller;
    this.samples = samples;
    this.book = book;
  }

  /** Makes the machines and the activity. */
  void prepare() throws InterruptedException {
    var name = "chaos-" + Long.toString(System.nanoTime(), 36);
    activityArn =
        caller.call("CreateActivity", object().put("name", name)).path("activityArn").asText();
    var called = machine(name, Kind.CALLED, "");
    for (var kind : Kind.values()) {
      machines.put(kind, machine(name, kind, called));
    }
  }

  /** The same one twice is the same. */
  private String machine(String prefix, Kind kind, String called) throws InterruptedException {
    return caller
        .call(
            "CreateStateMachine",
            object()
                .put("name", prefix + "-" + kind.label())
                .put("roleArn", "arn:aws:iam::000000000000:role/chaos")
                .put("definition", kind.definition(activityArn, called)))
        .path("stateMachineArn")
        .asText();
  }

  /**
   * @param perSecond executions started each second
   * @param tickers long executions that run all the time
   */
  void run(int perSecond, int tickers, int workers) {
    for (var i = 0; i < workers; i++) {
      threads.add(Thread.ofVirtual().start(this::work));
    }
    for (var i = 0; i < tickers; i++) {
      start(Kind.TICK);
    }
    if (perSecond > 0) {
      threads.add(Thread.ofVirtual().start(() -> startSteadily(perSecond)));
    }
  }

  private void startSteadily(int perSecond) {
    var every = 1_000_000_000L / perSecond;
    var next = System.nanoTime();
    for (var i = 0; starting; i++) {
      start(MIX.get(i % MIX.size()));
      next += every;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private synchronized void start(Kind kind) {
    if (starting) {
      starts.add(Thread.ofVirtual().start(() -> startNow(kind)));
    }
  }

  private void startNow(Kind kind) {
    var number = numbers.incrementAndGet();
    var input = object().put("n", number).put("seconds", ThreadLocalRandom.current().nextInt(1, 8));
    var items = input.putArray("items");
    for (var i = 0; i < ITEMS; i++) {
      items.addObject().put("item", i);
    }
    input.put("kind", kind.label());
    var name = kind.label() + "-" + number;
    var begun = samples.now();
    try {
      var request =
          object()
              .put("stateMachineArn", machines.get(kind))
              .put("name", name)
              .put("input", input.toString());
      var answer =
          caller.call(
              new Question("StartExecution", request, "", Caller.PATIENCE, Caller.REQUEST_MAX));
      var arn = answer.path("executionArn").asText();
      book.started(new Book.Started(arn, kind, samples.now()));
    } catch (Caller.GaveUp | Caller.Unsure | AwsError e) {
      var machine = Objects.requireNonNull(machines.get(kind));
      var arn = machine.replace(":stateMachine:", ":execution:") + ":" + name;
      book.notAcknowledged(new Book.Started(arn, kind, begun));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- workers

  private void work() {
    var poll = object().put("activityArn", activityArn).put("workerName", "chaos");
    while (working) {
      try {
        var task = caller.call(new Question("GetActivityTask", poll, "", POLLING_MAX, POLL_MAX));
        if (task.hasNonNull("taskToken")) {
          book.took();
          var input = JSON.readTree(task.path("input").asText());
          Thread.ofVirtual().start(() -> answer(task.path("taskToken").asText(), input));
        }
      } catch (Caller.GaveUp | Caller.Unsure | AwsError e) {
        // Poll again.
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void answer(String token, JsonNode input) {
    var id = UUID.randomUUID().toString();
    var execution = input.path("kind").asText() + "-" + input.path("n").asText();
    var output = object().put("answer", id);
    try {
      if (input.path("kind").asText().equals(Kind.TICK.label())) {
        book.ticked(execution, samples.now());
        var done = ticks.merge(execution, 1, Integer::sum);
        output.put("more", starting && done < TICKS);
        if (starting && done == TICKS) {
          start(Kind.TICK);
        }
        Thread.sleep(TICK_MILLIS);
      }
      if (input.hasNonNull("token")) {
        // The books are about executions that were started here: the caller's, not the called one's.
        book.answered(id, give(input.path("token").asText(), output, execution));
        give(token, object(), execution);
      } else {
        book.answered(id, give(token, output, execution));
      }
    } catch (InterruptedException e) {
      book.answered(id, Given.UNKNOWN);
    }
  }

  private Given give(String token, ObjectNode output, String execution)
      throws InterruptedException {
    var request = object().put("taskToken", token).put("output", output.toString());
    try {
      caller.call(
          new Question("SendTaskSuccess", request, execution, Caller.PATIENCE, Caller.REQUEST_MAX));
      return Given.ACCEPTED;
    } catch (AwsError e) {
      return Given.REFUSED;
    } catch (Caller.Unsure | Caller.GaveUp e) {
      return Given.UNKNOWN;
    }
  }

  /** No more starts; what runs is worked to its end. Returns when every start has its answer. */
  void windDown() throws InterruptedException {
    synchronized (this) {
      starting = false;
    }
    for (var start : starts) {
      start.join();
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    starting = false;
    working = false;
    threads.forEach(Thread::interrupt);
  }
}
