package dev.pawl.load.chaos;

import dev.pawl.load.chaos.ChaosReport.Struck;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Strikes a cluster under load, and says whether it kept its promises. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Start a cluster, give it steady work through all nodes, strike it with faults, and hold the"
            + " books kept outside against its histories. Exit code 1 if a promise was broken.",
    footer = {
      "",
      "Examples:",
      "  load-tests/pawl-load chaos --duration 10m --seed 7 --faults kill,pause,db",
      "  load-tests/pawl-load chaos --duration 5m --faults kill --every 25s --tickers 300 --rate 0"
    })
public final class Chaos implements Callable<Integer> {

  private static final String NONE = "none";

  @Option(names = "--nodes", paramLabel = "N", description = "Default: 3")
  private int nodes = 3;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "Such as 90s or 10m. Default: 2m")
  private String duration = "2m";

  @Option(names = "--seed", paramLabel = "N", description = "Which faults when, on which node.")
  private long seed = 1;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "NAME",
      description =
          "kill, kill-two, kill-all, term, pause, partition, one-way, slow, db, db-cut,"
              + " db-cut-all, db-crowd, db-pause, db-slow; none for a turn without. Default:"
              + " kill,pause")
  private List<String> faults = List.of("kill", "pause");

  @Option(
      names = "--between",
      split = ",",
      paramLabel = "NAME",
      description = "One of these strikes half way between two of --faults.")
  private List<String> between = List.of();

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "Strike with each of --faults so often, in turn, however long it takes.")
  private int times;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "From one fault to the next. Default: 30s")
  private String every = "30s";

  @Option(
      names = "--down",
      paramLabel = "TIME",
      description = "How long a lost node stays away. Default: 5s")
  private String down = "5s";

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Executions started each second. Default: 20")
  private int rate = 20;

  @Option(
      names = "--tickers",
      paramLabel = "N",
      description = "Hot executions all the time. Default: 50")
  private int tickers = 50;

  @Option(names = "--workers", paramLabel = "N", description = "That poll for tasks. Default: 64")
  private int workers = 64;

  @Option(names = "--port", paramLabel = "N", description = "Of the nodes. Default: 4700")
  private int port = 4700;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "An option for the JVM of each node.")
  private List<String> jvmOptions = List.of("-Xmx768m");

  @Option(names = "--home", paramLabel = "DIR", description = "A checkout with a built node.")
  private Path home = Path.of("");

  @Option(names = "--out", paramLabel = "DIR", description = "Where report, data and logs go.")
  private Path out = Path.of("load-tests/target/chaos");

  private long begun;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var directory = out.resolve("run-" + System.currentTimeMillis()).toAbsolutePath();
    Files.createDirectories(directory);
    System.out.println("Data, logs and report: " + directory);
    var struck =
        Stream.concat(faults.stream(), between.stream())
            .filter(name -> !name.equals(NONE))
            .map(Fault::of)
            .toList();
    var plan =
        new ClusterUnderTest.Plan(
            nodes, port, jvmOptions, struck.stream().anyMatch(Fault::needsNetwork));
    var samples = new Samples();
    var book = new Book();
    try (var cluster = ClusterUnderTest.start(NodeProgram.find(home), directory, plan);
        var caller = new Caller(cluster.endpoints(), samples);
        var traffic = new Traffic(caller, samples, book)) {
      traffic.prepare();
      traffic.run(rate, tickers, workers);
      Thread.sleep(seconds(every).toMillis());
      var done = strike(cluster, samples);
      traffic.windDown();
      reviveAll(cluster, samples);
      System.out.println("Checking " + book.started().size() + " executions…");
      var finding = new Audit(caller, book).run();
      var report = new ChaosReport(title(), samples.all(), done, book, finding);
      report.write(directory);
      System.out.println(report.json().toPrettyString());
      return finding.violations().isEmpty() ? 0 : 1;
    }
  }

  private List<Struck> strike(ClusterUnderTest cluster, Samples samples)
      throws IOException, InterruptedException {
    var random = new SplittableRandom(seed);
    var struck = new ArrayList<Struck>();
    var until = System.nanoTime() + seconds(duration).toNanos();
    for (var i = 0; times > 0 ? i < times * faults.size() : System.nanoTime() < until; i++) {
      var name =
          times > 0 ? faults.get(i % faults.size()) : faults.get(random.nextInt(faults.size()));
      var turns = new ArrayList<>(List.of(name));
      if (!between.isEmpty()) {
        turns.add(between.get(random.nextInt(between.size())));
      }
      for (var turn : turns) {
        strike(cluster, samples, turn, random).ifPresent(struck::add);
        rest(cluster, samples, seconds(every).dividedBy(turns.size()));
      }
    }
    return struck;
  }

  private Optional<Struck> strike(
      ClusterUnderTest cluster, Samples samples, String name, SplittableRandom random)
      throws IOException, InterruptedException {
    begun = System.nanoTime();
    var node = 1 + random.nextInt(nodes);
    return name.equals(NONE)
        ? Optional.empty()
        : Optional.of(strike(cluster, samples, Fault.of(name), node, random.split()));
  }

  /** What is left of the time since the last fault. */
  private void rest(ClusterUnderTest cluster, Samples samples, Duration turn)
      throws IOException, InterruptedException {
    var rest = turn.toNanos() - (System.nanoTime() - begun);
    Thread.sleep(Math.max(0, rest / 1_000_000));
    reviveAll(cluster, samples);
  }

  private Struck strike(
      ClusterUnderTest cluster, Samples samples, Fault fault, int node, SplittableRandom random)
      throws IOException, InterruptedException {
    reviveAll(cluster, samples); // one that was given up may have ended only now
    var where = Whereabouts.ask(cluster.endpoints());
    var struck = fault.struck(cluster, node);
    var at = samples.now();
    System.out.printf(
        "%7.1f s  %s%s%n",
        at / 1000.0, fault.label(), fault.strikesNode() ? " of node " + node : "");
    fault.strike(cluster, node, random);
    var over = samples.now();
    Thread.sleep(seconds(down).toMillis());
    reviveAll(cluster, samples);
    return new Struck(at, over, fault.label(), struck, where);
  }

  /** Does what a supervisor does: a node that has ended, for whatever reason, is started again. */
  private static void reviveAll(ClusterUnderTest cluster, Samples samples)
      throws IOException, InterruptedException {
    for (var node : cluster.numbers()) {
      if (!cluster.isRunning(node)) {
        cluster.startNode(node);
        System.out.printf("%7.1f s  node %d is back%n", samples.now() / 1000.0, node);
      }
    }
  }

  private String title() {
    return "%d nodes, %s, every %s one of %s%s, seed %d; %d starts/s, %d tickers, %d workers"
        .formatted(
            nodes,
            times > 0 ? times + " times each" : duration,
            every,
            String.join(",", faults),
            between.isEmpty() ? "" : " and one of " + String.join(",", between),
            seed,
            rate,
            tickers,
            workers);
  }

  private static Duration seconds(String text) {
    return Duration.parse("PT" + text.strip().toUpperCase(Locale.ROOT));
  }
}
