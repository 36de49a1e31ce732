package dev.pawl.load.benchmark;

import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.NodeProcess;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Workload Wloop: one execution with a very long history, and a node that is killed at its end. */
@Command(
    name = "loop",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Let one execution loop through Pass and Choice (Wloop) while short ones are started beside"
            + " it; read its history; kill the node with SIGKILL; see how fast the execution is"
            + " back.",
    footer = {
      "",
      "Examples:",
      "  load-tests/pawl-load loop",
      "  load-tests/pawl-load loop --transitions 400000 --database postgresql"
    })
public final class Loop implements Callable<Integer> {

  private static final Duration END_MAX = Duration.ofMinutes(10);
  private static final int HISTORY_EVENTS_MAX = 2_000_000;
  private static final int SAMPLES = 50;

  @Option(names = "--database", paramLabel = "NAME", description = "h2 or postgresql. Default: h2")
  private String database = "h2";

  @Option(
      names = "--transitions",
      paramLabel = "N",
      description = "From state to state. Default: 100000")
  private int transitions = 100_000;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "A checkout with a built node. Default: the one around this directory")
  private Path home = Path.of("");

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "An option for the node's JVM. Default: -Xmx512m")
  private List<String> jvmOptions = List.of("-Xmx512m");

  @Override
  public Integer call() throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("pawl-loop");
    try (var place =
        database.equals("h2") ? Database.h2(directory) : Database.embeddedPostgres(directory)) {
      var options = new ArrayList<>(jvmOptions);
      options.add("-Dpawl.quotas.history-events=" + HISTORY_EVENTS_MAX);
      var settings =
          new NodeProcess.Settings(
              NodeProgram.find(home),
              directory.resolve("data"),
              directory.resolve("node.log"),
              NodeProcess.freePort(),
              options,
              place.nodeArguments());
      var node = NodeProcess.start(settings);
      try {
        System.out.println(place.name());
        var brief = machine(node.aws(), "brief", 1);
        System.out.printf("StartExecution beside nothing: %s%n", starts(node.aws(), brief, "idle"));
        var execution = loop(node.aws(), brief);
        read(node.aws(), execution);
        node.kill();
        node = node.startAgain();
        recover(node.aws(), execution);
      } finally {
        node.close();
      }
    } finally {
      Directories.delete(directory);
    }
    return 0;
  }

  /** Runs two states as often as it takes, and then stands still. */
  private static String machine(AwsClient aws, String name, int rounds) {
    var definition =
        """
        {"StartAt": "Count", "States": {
          "Count": {"Type": "Pass", "Parameters": {"i.$": "States.MathAdd($.i, 1)"}, "Next": "Which"},
          "Which": {"Type": "Choice", "Default": "Stay",
            "Choices": [{"Variable": "$.i", "NumericLessThan": %d, "Next": "Count"}]},
          "Stay": {"Type": "Wait", "Seconds": 86400, "End": true}}}\
        """
            .formatted(rounds);
    var request =
        AwsClient.object()
            .put("name", name)
            .put("roleArn", "arn:aws:iam::000000000000:role/pawl-load")
            .put("definition", definition);
    return aws.stepFunctions("CreateStateMachine", request).required("stateMachineArn").textValue();
  }

  private static String start(AwsClient aws, String machine, String name) {
    var request =
        AwsClient.object()
            .put("stateMachineArn", machine)
            .put("name", name)
            .put("input", "{\"i\":0}");
    return aws.stepFunctions("StartExecution", request).required("executionArn").textValue();
  }

  /** How long it takes to start executions, one after the other. */
  private static String starts(AwsClient aws, String machine, String name) {
    var millis = new ArrayList<Double>();
    for (var i = 0; i < SAMPLES; i++) {
      var began = System.nanoTime();
      start(aws, machine, name + i);
      millis.add((System.nanoTime() - began) / 1e6);
    }
    Collections.sort(millis);
    return "p50 %.1f ms, p98 %.1f ms"
        .formatted(millis.get(SAMPLES / 2), millis.get(SAMPLES - SAMPLES / 50 - 1));
  }

  private String loop(AwsClient aws, String brief) throws InterruptedException {
    var machine = machine(aws, "loop", transitions / 2);
    // The first one warms the machine up: it is not counted.
    await(aws, start(aws, machine, "first"), END_MAX);
    var began = System.nanoTime();
    var execution = start(aws, machine, "second");
    var beside = starts(aws, brief, "busy");
    await(aws, execution, END_MAX);
    var seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%,d transitions in %.2f s: %,.0f/s; StartExecution beside it: %s%n",
        transitions, seconds, transitions / seconds, beside);
    return execution;
  }

  /** Until it stands in its last state. */
  private static void await(AwsClient aws, String execution, Duration max)
      throws InterruptedException {
    var until = System.nanoTime() + max.toNanos();
    while (!newest(aws, execution).equals("WaitStateEntered")) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("Expected the loop to end within " + max);
      }
      Thread.sleep(20);
    }
  }

  private static String newest(AwsClient aws, String execution) {
    var page = page(aws, execution, true);
    return page.required("events").required(0).required("type").textValue();
  }

  private static com.fasterxml.jackson.databind.JsonNode page(
      AwsClient aws, String execution, boolean reverse) {
    var request =
        AwsClient.object()
            .put("executionArn", execution)
            .put("maxResults", 1)
            .put("reverseOrder", reverse);
    return aws.stepFunctions("GetExecutionHistory", request);
  }

  private static void read(AwsClient aws, String execution) {
    var began = System.nanoTime();
    page(aws, execution, false);
    var first = System.nanoTime();
    page(aws, execution, true);
    var last = System.nanoTime();
    var events = aws.history(execution).size();
    var all = System.nanoTime();
    System.out.printf(
        "history: first event %.1f ms, last event %.1f ms, all %,d events in pages of 1,000 %.1f ms"
            + " a page%n",
        (first - began) / 1e6,
        (last - first) / 1e6,
        events,
        (all - last) / 1e6 / Math.max(1, events / 1000));
  }

  /** Stopping it takes the time of a recovery and of a row. */
  private void recover(AwsClient aws, String execution) {
    var brief = execution.replace(":loop:second", ":brief:idle1");
    stop(aws, brief);
    System.out.printf(
        "after a kill: stopped %.1f ms after it was asked for; one with %d events %.1f ms%n",
        stop(aws, execution), 8, stop(aws, brief.replace("idle1", "idle2")));
  }

  private static double stop(AwsClient aws, String execution) {
    var began = System.nanoTime();
    aws.stepFunctions("StopExecution", AwsClient.object().put("executionArn", execution));
    return (System.nanoTime() - began) / 1e6;
  }
}
