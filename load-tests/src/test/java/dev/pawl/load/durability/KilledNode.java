package dev.pawl.load.durability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.AwsError;
import dev.pawl.load.node.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Executions in every kind of wait on a node that is killed again and again, and started again on
 * the same data. Starting them, answering them and killing happen at once, as the seed says.
 */
final class KilledNode {

  private static final int STARTERS = 4;
  private static final int WORKERS = 6;
  private static final String ROLE = "arn:aws:iam::000000000000:role/durability";

  private final Plan plan;
  private final Path directory;
  private final Random random;
  private final Ledger ledger = new Ledger();
  private final Map<Kind, String> machines = new LinkedHashMap<>();
  private final Map<String, Started> started = new ConcurrentHashMap<>();
  private NodeProcess node;

  /** How much of everything. */
  record Plan(long seed, int executions, int kills, Duration betweenKillsMax, Duration endMax) {}

  /** An acknowledged start. */
  record Started(Kind kind, ObjectNode input, String executionArn) {}

  KilledNode(Plan plan, Path directory, NodeProcess node) {
    this.plan = plan;
    this.directory = directory;
    this.random = new Random(plan.seed());
    this.node = node;
  }

  /** Runs it all; the node is up at the end. */
  Outcome run() throws IOException, InterruptedException, ExecutionException {
    var tokens = Files.createDirectories(directory.resolve("tokens")).toAbsolutePath();
    var activity = prepare();
    try (var workers = new Workers(node.aws().endpoint(), activity, tokens, ledger);
        var pool = Executors.newFixedThreadPool(STARTERS)) {
      workers.start(WORKERS);
      var starts = startAll(pool, tokens);
      for (var i = 0; i < plan.kills(); i++) {
        Thread.sleep(200 + random.nextLong(plan.betweenKillsMax().toMillis()));
        node.kill();
        node = node.startAgain();
      }
      for (var start : starts) {
        start.get();
      }
      awaitEnd();
    }
    return new Outcome(node.aws(), List.copyOf(started.values()), machines, ledger);
  }

  NodeProcess node() {
    return node;
  }

  private String prepare() {
    var aws = node.aws();
    var created = aws.stepFunctions("CreateActivity", AwsClient.object().put("name", "durability"));
    var activity = created.required("activityArn").textValue();
    var function = EchoFunction.create(aws);
    for (var kind : Kind.values()) {
      var request =
          AwsClient.object()
              .put("name", kind.machineName())
              .put("roleArn", ROLE)
              .put("definition", kind.definition(activity, function));
      var machine = aws.stepFunctions("CreateStateMachine", request);
      machines.put(kind, machine.required("stateMachineArn").textValue());
    }
    return activity;
  }

  /** Spread over the time in which the node is killed. */
  private List<Future<?>> startAll(java.util.concurrent.ExecutorService pool, Path tokens) {
    var kinds = Kind.values();
    var pause = plan.betweenKillsMax().toMillis() * plan.kills() * STARTERS / plan.executions();
    var starts = new ArrayList<Future<?>>();
    for (var n = 0; n < plan.executions(); n++) {
      var kind = kinds[n % kinds.length];
      var input = input(n, kind, tokens);
      var wait = random.nextLong(Math.max(1, pause));
      starts.add(pool.submit(() -> start(kind, input, wait)));
    }
    return starts;
  }

  private ObjectNode input(int n, Kind kind, Path tokens) {
    var input =
        AwsClient.object()
            .put("n", n)
            .put("kind", kind.name())
            .put("seconds", 1 + random.nextInt(6))
            .put("directory", tokens.toString());
    var items = input.putArray("items");
    for (var i = 0; i < 4; i++) {
      items.add("item " + n + "." + i);
    }
    return input;
  }

  /**
   * Asks until the start is acknowledged; asking twice starts once, because the name is the same.
   */
  private void start(Kind kind, ObjectNode input, long waitMillis) {
    var name = "n" + input.path("n").asText();
    var request =
        AwsClient.object()
            .put("stateMachineArn", machines.get(kind))
            .put("name", name)
            .put("input", input.toString());
    sleep(waitMillis);
    try (var aws = new AwsClient(node.aws().endpoint())) {
      while (!acknowledged(aws, kind, input, request)) {
        sleep(100);
      }
    }
  }

  private boolean acknowledged(AwsClient aws, Kind kind, ObjectNode input, ObjectNode request) {
    try {
      var answer = aws.stepFunctions("StartExecution", request);
      var arn = answer.required("executionArn").textValue();
      started.put(arn, new Started(kind, input, arn));
      return true;
    } catch (UncheckedIOException nodeIsGone) {
      return false;
    } catch (AwsError e) {
      if (e.type().equals("ExecutionAlreadyExists")) {
        // Started before a crash took the answer, and over already. The message names it.
        var arn = e.text().substring(e.text().indexOf('\'') + 1, e.text().lastIndexOf('\''));
        started.put(arn, new Started(kind, input, arn));
        return true;
      }
      return false;
    }
  }

  private void awaitEnd() throws InterruptedException {
    var until = System.nanoTime() + plan.endMax().toNanos();
    for (var execution : started.values()) {
      while (isRunning(execution) && System.nanoTime() < until) {
        Thread.sleep(100);
      }
    }
  }

  private boolean isRunning(Started execution) {
    var request = AwsClient.object().put("executionArn", execution.executionArn());
    var status = node.aws().stepFunctions("DescribeExecution", request).path("status");
    return status.asText().equals("RUNNING");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
