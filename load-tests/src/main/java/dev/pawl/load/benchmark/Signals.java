package dev.pawl.load.benchmark;

import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.NodeProcess;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many signals to one execution, each durable when it is answered, and all of them taken. */
@Command(
    name = "signals",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Send signals to one execution that takes them all; say how many a second.",
    footer = {"", "Examples:", "  load-tests/pawl-load signals --database postgresql"})
public final class Signals implements Callable<Integer> {

  private static final Duration END_MAX = Duration.ofMinutes(5);

  @Option(names = "--database", paramLabel = "NAME", description = "h2 or postgresql. Default: h2")
  private String database = "h2";

  @Option(names = "--signals", paramLabel = "N", description = "How many. Default: 20000")
  private int signals = 20_000;

  @Option(names = "--senders", paramLabel = "N", description = "At once. Default: 64")
  private int senders = 64;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "A checkout with a built node. Default: the one around this directory")
  private Path home = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("pawl-signals");
    try (var place =
        database.equals("h2") ? Database.h2(directory) : Database.embeddedPostgres(directory)) {
      var settings =
          new NodeProcess.Settings(
              NodeProgram.find(home),
              directory.resolve("data"),
              directory.resolve("node.log"),
              NodeProcess.freePort(),
              List.of("-Xmx512m", "-Dpawl.quotas.history-events=1000000"),
              place.nodeArguments());
      try (var node = NodeProcess.start(settings)) {
        System.out.println(place.name());
        run(node.aws(), "warm-up", Math.min(signals, 5_000));
        run(node.aws(), "measured", signals);
      }
    } finally {
      Directories.delete(directory);
    }
    return 0;
  }

  private void run(AwsClient aws, String name, int count) throws InterruptedException {
    var execution = started(aws, name, count);
    var micros = new long[count];
    var next = new AtomicInteger();
    var began = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < senders; i++) {
        threads.submit(() -> send(aws, execution, next, micros));
      }
    }
    var sent = (System.nanoTime() - began) / 1e9;
    var output = output(aws, execution);
    var taken = (System.nanoTime() - began) / 1e9;
    Arrays.sort(micros);
    System.out.printf(
        "%s: %,d signals by %d senders: %,.0f/s durable, p50 %.1f ms, p99 %.1f ms; all %s taken after"
            + " %.2f s%n",
        name,
        count,
        senders,
        count / sent,
        micros[count / 2] / 1e3,
        micros[count - 1 - count / 100] / 1e3,
        output,
        taken);
    if (!output.equals(Integer.toString(count))) {
      throw new IllegalStateException("Expected " + count + " signals, but taken are " + output);
    }
  }

  private static void send(AwsClient aws, String execution, AtomicInteger next, long[] micros) {
    for (var i = next.getAndIncrement(); i < micros.length; i = next.getAndIncrement()) {
      var began = System.nanoTime();
      aws.pawl(
          "SignalExecution",
          AwsClient.object()
              .put("executionArn", execution)
              .put("name", "go")
              .put("signalId", "signal-" + i)
              .put("payload", "{\"number\":" + i + "}"));
      micros[i] = (System.nanoTime() - began) / 1_000;
    }
  }

  /** Counts what it takes until it has all. */
  private static String started(AwsClient aws, String name, int count) {
    var definition =
        """
        {"QueryLanguage": "JSONata", "StartAt": "Begin", "States": {
          "Begin": {"Type": "Pass", "Assign": {"taken": 0}, "Next": "Take"},
          "Take": {"Type": "Task", "Resource": "arn:pawl:states:::signal:wait",
            "Arguments": {"Name": "go", "MaxCount": 100},
            "Assign": {"taken": "{%% $taken + $count($states.result) %%}"}, "Output": {}, "Next": "All"},
          "All": {"Type": "Choice", "Default": "Take",
            "Choices": [{"Condition": "{%% $taken >= %d %%}", "Next": "End"}]},
          "End": {"Type": "Succeed", "Output": "{%% $taken %%}"}}}\
        """
            .formatted(count);
    var machine =
        aws.stepFunctions(
                "CreateStateMachine",
                AwsClient.object()
                    .put("name", name)
                    .put("roleArn", "arn:aws:iam::000000000000:role/pawl-load")
                    .put("definition", definition))
            .required("stateMachineArn")
            .textValue();
    return aws.stepFunctions(
            "StartExecution", AwsClient.object().put("stateMachineArn", machine).put("name", "one"))
        .required("executionArn")
        .textValue();
  }

  private static String output(AwsClient aws, String execution) throws InterruptedException {
    var until = System.nanoTime() + END_MAX.toNanos();
    while (System.nanoTime() < until) {
      var now =
          aws.stepFunctions("DescribeExecution", AwsClient.object().put("executionArn", execution));
      if (!now.required("status").textValue().equals("RUNNING")) {
        return now.path("output").asText(now.path("cause").asText());
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("Expected all signals to be taken within " + END_MAX);
  }
}
