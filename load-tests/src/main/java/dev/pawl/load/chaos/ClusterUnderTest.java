package dev.pawl.load.chaos;

import dev.pawl.load.node.DurablePostgres;
import dev.pawl.load.node.NodeProgram;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A cluster that {@code pawl cluster} runs on this machine, and what can be done to its processes.
 */
final class ClusterUnderTest implements AutoCloseable {

  private static final Duration READY_MAX = Duration.ofSeconds(240);
  private static final Duration STOP_MAX = Duration.ofSeconds(60);

  private final NodeProgram program;
  private final Path directory;
  private final int nodes;
  private final int port;
  private final Process cluster;

  private ClusterUnderTest(
      NodeProgram program, Path directory, int nodes, int port, Process cluster) {
    this.program = program;
    this.directory = directory;
    this.nodes = nodes;
    this.port = port;
    this.cluster = cluster;
  }

  /** Starts it and waits until every node sees all the others. */
  static ClusterUnderTest start(
      NodeProgram program, Path directory, int nodes, int port, List<String> jvmOptions)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    var arguments =
        new ArrayList<>(
            List.of(
                "cluster",
                "--nodes",
                Integer.toString(nodes),
                "--port",
                Integer.toString(port),
                "--dir",
                directory.resolve("cluster").toString()));
    jvmOptions.forEach(option -> arguments.add("--jvm=" + option));
    var log = directory.resolve("cluster.log");
    var process = pawl(program, arguments).redirectOutput(log.toFile()).start();
    var cluster = new ClusterUnderTest(program, directory, nodes, port, process);
    var until = System.nanoTime() + READY_MAX.toNanos();
    while (!Files.readString(log).contains("nodes are ready")) {
      if (!process.isAlive() || System.nanoTime() > until) {
        cluster.close();
        throw new IOException(
            "Expected the cluster to be ready. Its output: " + Files.readString(log));
      }
      Thread.sleep(200);
    }
    return cluster;
  }

  private static ProcessBuilder pawl(NodeProgram program, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(program.command());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  List<URI> endpoints() {
    return IntStream.rangeClosed(1, nodes)
        .mapToObj(number -> URI.create("http://127.0.0." + number + ":" + port))
        .toList();
  }

  /** The process of node N, counted from 1. */
  ProcessHandle node(int number) throws IOException {
    return process(number)
        .orElseThrow(() -> new IOException("Expected node " + number + " to run."));
  }

  boolean isRunning(int number) throws IOException {
    return process(number).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Empty also if it was never started. */
  private Optional<ProcessHandle> process(int number) throws IOException {
    var file = directory.resolve("cluster/node-" + number + "/pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readString(file).split(" ", 2)[0]))
        : Optional.empty();
  }

  /** Starts a node again and waits until it is a member. */
  void startNode(int number) throws IOException, InterruptedException {
    var started =
        pawl(
                program,
                List.of(
                    "cluster",
                    "start",
                    Integer.toString(number),
                    "--dir",
                    directory.resolve("cluster").toString()))
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
    return DurablePostgres.process(directory.resolve("cluster/postgres"))
        .orElseThrow(() -> new IOException("Expected PostgreSQL to run."));
  }

  /** Ends PostgreSQL as a crash would, and starts it again on the same port. */
  void restartDatabase() throws IOException, InterruptedException {
    var server =
        database()
            .info()
            .command()
            .orElseThrow(() -> new IOException("Expected to see PostgreSQL."));
    var port = Files.readAllLines(directory.resolve("cluster/postgres/postmaster.pid")).get(3);
    var control = Path.of(server).resolveSibling("pg_ctl").toString();
    var owner = database().info().user().orElse("");
    var command = new ArrayList<String>();
    if (!owner.equals(System.getProperty("user.name"))) {
      command.addAll(List.of("runuser", "-u", owner, "--"));
    }
    command.addAll(
        List.of(
            control,
            "restart",
            "-m",
            "immediate",
            "-w",
            "-t",
            "60",
            "-D",
            directory.resolve("cluster/postgres").toString(),
            "-l",
            directory.resolve("cluster/postgres/restart.log").toString(),
            "-o",
            options(port.strip())));
    var restart =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("database.log").toFile())
            .directory(new File("/"))
            .start();
    if (!restart.waitFor(60, TimeUnit.SECONDS) || restart.exitValue() != 0) {
      throw new IOException(
          "Expected PostgreSQL to restart, but: "
              + Files.readString(directory.resolve("database.log")));
    }
  }

  private static String options(String port) {
    return "-p "
        + port
        + " -c fsync=on -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=256MB"
        + " -c max_wal_size=2GB -c max_connections=200";
  }

  @Override
  public void close() throws IOException {
    cluster.destroy();
    try {
      if (!cluster.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        cluster.destroyForcibly();
      }
      for (var number = 1; number <= nodes; number++) {
        process(number).ifPresent(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
