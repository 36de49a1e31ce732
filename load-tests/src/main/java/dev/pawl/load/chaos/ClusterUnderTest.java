package dev.pawl.load.chaos;

import dev.pawl.load.chaos.FaultNetwork.Wire;
import dev.pawl.load.node.DurablePostgres;
import dev.pawl.load.node.NodeProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that {@code pawl cluster} runs on this machine, and what can be done to its processes.
 */
final class ClusterUnderTest implements AutoCloseable {

  private static final Duration READY_MAX = Duration.ofSeconds(240);
  private static final Duration STOP_MAX = Duration.ofSeconds(60);

  /** Starts are reckoned from the machine's clock, which may have been set since. */
  private static final long START_TOLERANCE_MILLIS = 10_000;

  private static final String DATABASE = "cluster/postgres";

  private final NodeProgram program;
  private final Path directory;
  private final Plan plan;
  private final @Nullable DurablePostgres postgres;
  private final @Nullable FaultNetwork network;
  private @Nullable Process cluster;

  /**
   * @param port of the AWS APIs
   * @param networkFaults whether the nodes reach each other, and the database, by way of a {@link
   *     FaultNetwork}; it takes processor time
   */
  record Plan(int nodes, int port, List<String> jvmOptions, boolean networkFaults) {}

  private ClusterUnderTest(
      NodeProgram program,
      Path directory,
      Plan plan,
      @Nullable DurablePostgres postgres,
      @Nullable FaultNetwork network) {
    this.program = program;
    this.directory = directory;
    this.plan = plan;
    this.postgres = postgres;
    this.network = network;
  }

  /** Starts it and waits until every node sees all the others. */
  static ClusterUnderTest start(NodeProgram program, Path directory, Plan plan)
      throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("cluster"));
    var postgres = plan.networkFaults() ? DurablePostgres.start(directory.resolve(DATABASE)) : null;
    var network = postgres == null ? null : FaultNetwork.open(plan.nodes(), postgres.port());
    var started = new ClusterUnderTest(program, directory, plan, postgres, network);
    try {
      started.startNodes();
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private void startNodes() throws IOException, InterruptedException {
    var log = directory.resolve("cluster.log");
    var process = pawl(program, arguments()).redirectOutput(log.toFile()).start();
    cluster = process;
    var until = System.nanoTime() + READY_MAX.toNanos();
    while (!Files.readString(log).contains("nodes are ready")) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new IOException(
            "Expected the cluster to be ready. Its output: " + Files.readString(log));
      }
      Thread.sleep(200);
    }
  }

  private List<String> arguments() {
    var arguments = new ArrayList<>(List.of("cluster", "--dir", home().toString()));
    arguments.addAll(List.of("--nodes", Integer.toString(plan.nodes())));
    arguments.addAll(List.of("--port", Integer.toString(plan.port())));
    plan.jvmOptions().forEach(option -> arguments.add("--jvm=" + option));
    if (network != null) {
      FaultNetwork.jvmOptions().forEach(option -> arguments.add("--jvm=" + option));
      var url = "jdbc:postgresql://{host}:" + network.databasePort() + "/postgres";
      arguments.addAll(List.of("--jdbc-url", url, "--jdbc-user", "postgres"));
    }
    return arguments;
  }

  private Path home() {
    return directory.resolve("cluster");
  }

  private static ProcessBuilder pawl(NodeProgram program, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    program.archive().ifPresent(archive -> command.add("-Dpawl.node.archive=" + archive));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(program.command());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  int nodes() {
    return plan.nodes();
  }

  /** Numbers of its nodes. */
  List<Integer> numbers() {
    return IntStream.rangeClosed(1, plan.nodes()).boxed().toList();
  }

  List<URI> endpoints() {
    return numbers().stream()
        .map(number -> URI.create("http://127.0.0." + number + ":" + plan.port()))
        .toList();
  }

  FaultNetwork network() {
    return Objects.requireNonNull(network, "Expected a cluster with a FaultNetwork.");
  }

  /** What a node says to the others. */
  List<Wire> wiresFrom(int node) {
    return others(node).map(other -> new Wire(node, other)).toList();
  }

  /** What the others say to a node. */
  List<Wire> wiresTo(int node) {
    return others(node).map(other -> new Wire(other, node)).toList();
  }

  /** Both. */
  List<Wire> wiresOf(int node) {
    return Stream.concat(wiresFrom(node).stream(), wiresTo(node).stream()).toList();
  }

  private Stream<Integer> others(int node) {
    return numbers().stream().filter(other -> other != node);
  }

  /** The process of node N, counted from 1. */
  ProcessHandle node(int number) throws IOException {
    return process(number)
        .orElseThrow(() -> new IOException("Expected node " + number + " to run."));
  }

  boolean isRunning(int number) throws IOException {
    return process(number).map(ProcessHandle::isAlive).orElse(false);
  }

  private Optional<ProcessHandle> process(int number) throws IOException {
    var file = home().resolve("node-" + number + "/pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var pidAndStart = Files.readString(file).strip().split(" ", 2);
    return ProcessHandle.of(Long.parseLong(pidAndStart[0]))
        .filter(process -> isOf(process, Long.parseLong(pidAndStart[1])));
  }

  /** Numbers of processes come again. */
  private static boolean isOf(ProcessHandle process, long startMillis) {
    return process
        .info()
        .startInstant()
        .map(start -> Math.abs(start.toEpochMilli() - startMillis) < START_TOLERANCE_MILLIS)
        .orElse(true);
  }

  /** Starts a node again and waits until it is a member. */
  void startNode(int number) throws IOException, InterruptedException {
    var started =
        pawl(
                program,
                List.of("cluster", "start", Integer.toString(number), "--dir", home().toString()))
            .redirectOutput(directory.resolve("start.log").toFile())
            .start();
    if (!started.waitFor(READY_MAX.toSeconds(), TimeUnit.SECONDS) || started.exitValue() != 0) {
      throw new IOException(
          "Expected node %d to start, but: %s"
              .formatted(number, Files.readString(directory.resolve("start.log"))));
    }
  }

  void signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    kill.waitFor();
  }

  /** The first process of the cluster's PostgreSQL. */
  ProcessHandle database() throws IOException {
    return DurablePostgres.process(directory.resolve(DATABASE))
        .orElseThrow(() -> new IOException("Expected PostgreSQL to run."));
  }

  /** Of the cluster's PostgreSQL, on 127.0.0.1. */
  int databasePort() throws IOException {
    return DurablePostgres.port(directory.resolve(DATABASE));
  }

  /**
   * Kills one of PostgreSQL's processes: it then ends all its sessions, and recovers from its log
   * as after a crash of the whole.
   */
  void crashDatabase() throws IOException {
    database()
        .children()
        .findFirst()
        .orElseThrow(() -> new IOException("Expected PostgreSQL to have processes."))
        .destroyForcibly();
  }

  @Override
  public void close() throws IOException {
    try {
      if (cluster != null) {
        cluster.destroy();
        if (!cluster.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
          cluster.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (var number : numbers()) {
      process(number).ifPresent(ProcessHandle::destroyForcibly);
    }
    if (network != null) {
      network.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }
}
