package dev.pawl.load.benchmark;

import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.NodeProcess;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the workloads at each number of clients against nodes that it starts itself. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Start a node for each database, run each workload in a closed loop, print what it took.",
    footer = {
      "",
      "Examples:",
      "  load-tests/pawl-load bench",
      "  load-tests/pawl-load bench --workload W3 --database h2 --clients 64 --measure 30",
      "  load-tests/pawl-load bench --database jdbc:postgresql://db/pawl?user=pawl --out run.json",
      "  load-tests/pawl-load bench --endpoint http://127.0.0.1:4566,http://127.0.0.2:4566"
    })
public final class Benchmark implements Callable<Integer> {

  private static final int COMPILE_CLIENTS = 64;
  private static final Duration SETTLE_MAX = Duration.ofSeconds(2);

  @Option(
      names = "--database",
      paramLabel = "NAME",
      split = ",",
      description = "h2, postgresql (one of our own), or a JDBC URL. Default: h2,postgresql")
  private List<String> databases = List.of("h2", "postgresql");

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      split = ",",
      description =
          "Nodes that run already, such as those of a cluster, instead of one for each database;"
              + " clients and workers are spread over them.")
  private List<URI> endpoints = List.of();

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description =
          "W3: three activity steps; W3G: the same with workers on gRPC streams, not with --endpoint;"
              + " W0: no step outside. Default: W3,W3G,W0")
  private List<Workload> workloads = List.of(Workload.W3, Workload.W3G, Workload.W0);

  @Option(
      names = "--clients",
      paramLabel = "N",
      split = ",",
      description = "How many executions are open at once. Default: 1,16,64,256")
  private List<Integer> clients = List.of(1, 16, 64, 256);

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Workers per step, or how many tasks its stream may have. Default: as many as clients, at"
              + " most 64")
  private int workers;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Before each measurement. Default: 6")
  private int warmUpSeconds = 6;

  @Option(
      names = "--compile",
      paramLabel = "SECONDS",
      description =
          "How long a new node runs a workload with 64 clients first, so that its JVM has compiled"
              + " what is measured. Default: 40")
  private int compileSeconds = 40;

  @Option(
      names = "--measure",
      paramLabel = "SECONDS",
      description = "How long each is measured. Default: 15")
  private int measureSeconds = 15;

  @Option(
      names = "--raw",
      paramLabel = "SECONDS",
      description = "How long the bare database is measured per group size. 0: not. Default: 3")
  private int rawSeconds = 3;

  @Option(
      names = "--row-bytes",
      paramLabel = "N",
      description = "Payload of a bare row. Default: 600, about what a row of W3 has")
  private int rowBytes = 600;

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

  @Option(names = "--out", paramLabel = "FILE", description = "Where the figures go as JSON.")
  private @Nullable Path out;

  @Option(names = "--keep", description = "Keep the data directories and the nodes' output.")
  private boolean keep;

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    var report = new Report(home);
    var directory = Files.createTempDirectory("pawl-load");
    try {
      report.printEnvironment(System.out);
      if (endpoints.isEmpty()) {
        for (var name : databases) {
          var place = Files.createDirectory(directory.resolve("db" + databases.indexOf(name)));
          try (var database = open(name, place)) {
            measure(database, place, report);
          }
        }
      } else {
        measureRunning(directory, report);
      }
      if (out != null) {
        report.write(out);
      }
    } finally {
      if (!keep) {
        Directories.delete(directory);
      } else {
        System.out.println("Kept " + directory);
      }
    }
    return 0;
  }

  private static Database open(String name, Path directory) throws IOException {
    return switch (name) {
      case "h2" -> Database.h2(directory);
      case "postgresql" -> Database.embeddedPostgres(directory);
      default -> Database.at(name, directory);
    };
  }

  private void measure(Database database, Path directory, Report report)
      throws IOException, InterruptedException, SQLException {
    System.out.printf("%n%s%n", database.name());
    var settings =
        new NodeProcess.Settings(
            NodeProgram.find(home),
            directory.resolve("data"),
            directory.resolve("node.log"),
            NodeProcess.freePort(),
            NodeProcess.freePort(),
            jvmOptions,
            database.nodeArguments());
    try (var node = NodeProcess.start(settings)) {
      measure(Nodes.of(node), database, report);
    }
    if (rawSeconds > 0) {
      report.add(System.out, database.name(), raw(database));
    }
  }

  private void measureRunning(Path directory, Report report)
      throws IOException, InterruptedException {
    try (var nodes = Nodes.at(endpoints);
        var database = Database.ofNodes(endpoints, directory)) {
      System.out.printf("%n%s%n", database.name());
      measure(nodes, database, report);
    }
  }

  private void measure(Nodes nodes, Database database, Report report)
      throws IOException, InterruptedException {
    for (var workload : workloads) {
      if (workload.streams() && nodes.grpc() == null) {
        continue;
      }
      report.printHead(System.out, workload);
      compile(nodes, workload);
      for (var count : clients) {
        report.add(System.out, level(nodes, database, workload, count));
      }
    }
  }

  private void compile(Nodes nodes, Workload workload) throws IOException, InterruptedException {
    var prepared = workload.prepare(nodes.aws(), "compile-" + Long.toString(System.nanoTime(), 36));
    try (var loop = new ClosedLoop(nodes, prepared, COMPILE_CLIENTS, COMPILE_CLIENTS)) {
      loop.start();
      pause(loop, compileSeconds);
      loop.drain();
    }
  }

  private Level level(Nodes nodes, Database database, Workload workload, int count)
      throws IOException, InterruptedException {
    var prepared =
        workload.prepare(nodes.aws(), count + "-" + Long.toString(System.nanoTime(), 36));
    var workersPerStep = workers > 0 ? workers : Math.min(count, 64);
    try (var loop = new ClosedLoop(nodes, prepared, count, workersPerStep)) {
      loop.start();
      pause(loop, warmUpSeconds);
      loop.latenciesSinceLastTime();
      var refusedBefore = loop.refused();
      var from = Reading.take(nodes, database);
      pause(loop, measureSeconds);
      var latencies = loop.latenciesSinceLastTime();
      var to = Reading.take(nodes, database);
      var refused = loop.refused() - refusedBefore;
      check(nodes.aws(), loop.drain());
      var place = new Level.Place(database.name(), workload, count);
      return Level.of(place, latencies, from, to, refused);
    }
  }

  /** Sleeps, but not on when the load has broken off. */
  private static void pause(ClosedLoop loop, int seconds) throws InterruptedException {
    for (var i = 0; i < seconds; i++) {
      Thread.sleep(1000);
      loop.checkFailure();
    }
  }

  /** What the closed loop took for ended has ended, and well. */
  private static void check(AwsClient aws, List<String> executionArns) throws InterruptedException {
    for (var arn : executionArns) {
      var status = status(aws, arn);
      var until = System.nanoTime() + SETTLE_MAX.toNanos();
      while (status.equals("RUNNING") && System.nanoTime() < until) {
        Thread.sleep(20);
        status = status(aws, arn);
      }
      if (!status.equals("SUCCEEDED")) {
        throw new IllegalStateException(
            "Expected %s to have SUCCEEDED, but it is %s.".formatted(arn, status));
      }
    }
  }

  private static String status(AwsClient aws, String executionArn) {
    var request = AwsClient.object().put("executionArn", executionArn);
    return aws.stepFunctions("DescribeExecution", request).required("status").textValue();
  }

  private List<RawInserts.Rate> raw(Database database) throws SQLException {
    var groups = new ArrayList<>(List.of(1, 16, 64, 256));
    return new RawInserts(database, rowBytes).measure(groups, Duration.ofSeconds(rawSeconds));
  }
}
