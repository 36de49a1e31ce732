package dev.pawl.load.benchmark;

import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.NodeProcess;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Workload Wsleep: many executions that wait for a time, and a node that is killed meanwhile. */
@Command(
    name = "sleep",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Start many executions that wait for a time (Wsleep); kill the node with SIGKILL when all are"
            + " parked, together with hot ones whose timers are about to fire; see how fast all is back.",
    footer = {
      "",
      "Examples:",
      "  load-tests/pawl-load sleep",
      "  load-tests/pawl-load sleep --executions 1000000 --hot 10000 --far --database postgresql"
    })
public final class Sleep implements Callable<Integer> {

  private static final int CLIENTS = 64;
  private static final Duration PARKED_MAX = Duration.ofMinutes(10);
  private static final Duration BACK_MAX = Duration.ofMinutes(5);
  private static final int HOT_DUE_SECONDS = 5;

  /** A machine that is slower should not try so many. */
  private static final int STARTS_PER_SECOND_MIN = 500;

  private static final Duration FAR = Duration.ofDays(30);
  private static final String ENDED = "pawl_executions_ended_total";
  private static final String RECOVERED = "pawl_executions_recovered_total";
  private static final String IN_MEMORY = "pawl_executions_in_memory";
  private static final String HEAP = "jvm_memory_used_bytes";

  @Option(names = "--database", paramLabel = "NAME", description = "h2 or postgresql. Default: h2")
  private String database = "h2";

  @Option(names = "--executions", paramLabel = "N", description = "That sleep. Default: 100000")
  private int executions = 100_000;

  @Option(
      names = "--hot",
      paramLabel = "N",
      description = "Started just before the kill, due 5 s later. Default: 0")
  private int hot;

  @Option(
      names = "--due",
      paramLabel = "SECONDS",
      description =
          "When all are due, at one moment, counted from when the last one should be started."
              + " Default: 240")
  private int dueSeconds = 240;

  @Option(names = "--far", description = "The sleepers are due in a month; nobody waits for them.")
  private boolean far;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "A checkout with a built node. Default: the one around this directory")
  private Path home = Path.of("");

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "An option for the node's JVM. Default: -Xmx1g")
  private List<String> jvmOptions = List.of("-Xmx1g");

  @Override
  public Integer call() throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("pawl-sleep");
    try (var place = open(directory)) {
      var settings =
          new NodeProcess.Settings(
              NodeProgram.find(home),
              directory.resolve("data"),
              directory.resolve("node.log"),
              NodeProcess.freePort(),
              jvmOptions,
              place.nodeArguments());
      var node = NodeProcess.start(settings);
      try {
        var machine = machine(node.aws());
        var due = start(node, machine);
        park(node);
        var hotDue = startHot(node, machine);
        node.kill();
        node = comeBack(node, hotDue);
        if (!far) {
          awaitAll(node, due);
        }
      } finally {
        node.close();
      }
    } finally {
      Directories.delete(directory);
    }
    return 0;
  }

  private Database open(Path directory) throws IOException {
    return database.equals("h2") ? Database.h2(directory) : Database.embeddedPostgres(directory);
  }

  private static String machine(AwsClient aws) {
    var request =
        AwsClient.object()
            .put("name", "sleep")
            .put("roleArn", "arn:aws:iam::000000000000:role/pawl-load")
            .put(
                "definition",
                """
                {"StartAt": "Sleep", "States": {
                  "Sleep": {"Type": "Wait", "TimestampPath": "$.due", "Next": "Done"},
                  "Done": {"Type": "Succeed"}}}\
                """);
    return aws.stepFunctions("CreateStateMachine", request).required("stateMachineArn").textValue();
  }

  /** Starts the sleepers, and tells when they are due. */
  private Instant start(NodeProcess node, String machine) throws IOException, InterruptedException {
    var before = usedHeap(node);
    var guess = Duration.ofSeconds(dueSeconds + executions / STARTS_PER_SECOND_MIN);
    var due = Instant.now().plus(far ? FAR : guess).truncatedTo(ChronoUnit.SECONDS);
    var nanos = Starts.run(node.address(), machine, due, executions, CLIENTS);
    System.out.printf("%,d sleepers started: %,.0f/s%n", executions, executions / (nanos / 1e9));
    var inMemory = node.aws().metric(IN_MEMORY, "");
    System.out.printf(
        "in memory %,.0f; heap %,.0f B each (base %.0f MB)%n",
        inMemory, (usedHeap(node) - before) / Math.max(1, inMemory), before / 1e6);
    return due;
  }

  private void park(NodeProcess node) throws IOException, InterruptedException {
    var began = System.nanoTime();
    await(PARKED_MAX, "every sleeper to be parked", () -> node.aws().metric(IN_MEMORY, "") == 0);
    System.out.printf(
        "parked %.0f s later; heap with all parked %.0f MB%n",
        (System.nanoTime() - began) / 1e9, usedHeap(node) / 1e6);
  }

  private Instant startHot(NodeProcess node, String machine)
      throws IOException, InterruptedException {
    var due = Instant.now().plusSeconds(HOT_DUE_SECONDS + hot / STARTS_PER_SECOND_MIN);
    if (hot > 0) {
      Starts.run(node.address(), machine, due.truncatedTo(ChronoUnit.SECONDS), hot, CLIENTS);
    }
    return due;
  }

  private NodeProcess comeBack(NodeProcess killed, Instant hotDue)
      throws IOException, InterruptedException {
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), hotDue).toMillis()));
    var began = System.nanoTime();
    var node = killed.startAgain();
    System.out.printf(
        "killed; a new node answers after %.1f s%n", (System.nanoTime() - began) / 1e9);
    if (hot > 0) {
      await(BACK_MAX, "every hot execution to end", () -> node.aws().metric(ENDED, "") >= hot);
      System.out.printf(
          "all %,d hot ones ended %.1f s after its start%n",
          hot, (System.nanoTime() - began) / 1e9);
    }
    System.out.printf(
        "executions read from the journal %,.0f; heap %.0f MB%n",
        node.aws().metric(RECOVERED, ""), usedHeap(node) / 1e6);
    return node;
  }

  private void awaitAll(NodeProcess node, Instant due) throws InterruptedException {
    var total = executions + hot;
    await(
        Duration.between(Instant.now(), due).plus(PARKED_MAX),
        "every sleeper to end",
        () -> node.aws().metric(ENDED, "") >= total);
    System.out.printf(
        "all sleepers ended %.1f s after the moment they were due%n",
        Duration.between(due, Instant.now()).toMillis() / 1000.0);
  }

  private static void await(Duration max, String what, BooleanSupplier done)
      throws InterruptedException {
    var until = System.nanoTime() + max.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("Expected %s within %s.".formatted(what, max));
      }
      Thread.sleep(100);
    }
  }

  /** Bytes, after a full collection. */
  private static double usedHeap(NodeProcess node) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var collect =
        new ProcessBuilder(jcmd, Long.toString(node.handle().pid()), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (collect.waitFor() != 0) {
      throw new IOException("Expected jcmd to make the node collect its garbage.");
    }
    return node.aws().metric(HEAP, "area=\"heap\"");
  }
}
