package dev.pawl.node.cli;

import dev.pawl.node.cli.cluster.ClusterNode;
import dev.pawl.node.cli.cluster.LocalCluster;
import dev.pawl.node.cli.cluster.LocalDatabase;
import dev.pawl.node.cli.cluster.ThrowAwayCertificates;
import dev.pawl.node.cli.process.NewJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/**
 * Runs a cluster on this machine. It listens to signals itself: the embedded PostgreSQL ends in a
 * shutdown hook of its own, and must not do so before the nodes have handed in what they hold.
 */
@Command(
    name = "cluster",
    description = {
      "Run a cluster on this machine: each node a JVM of its own on 127.0.0.1, 127.0.0.2, …, and a"
          + " PostgreSQL for all.",
      "",
      "It runs until Ctrl-C. From another terminal its nodes can be watched, killed and started"
          + " again; clients may talk to any of them."
    },
    footer = {
      "  pawl cluster --nodes 3",
      "  pawl cluster status",
      "  pawl cluster kill 2 -9",
      "  pawl cluster start 2",
      "  pawl cluster scale 5",
      "  pawl cluster rolling-restart"
    },
    subcommands = {
      ClusterNodeCommands.Status.class,
      ClusterNodeCommands.Kill.class,
      ClusterNodeCommands.Stop.class,
      ClusterNodeCommands.Start.class,
      ClusterNodeCommands.Scale.class,
      ClusterNodeCommands.RollingRestart.class
    })
final class ClusterCommand extends PawlCommand {

  static final Duration READY_MAX = Duration.ofSeconds(90);

  private static final int JDK_WITH_COMPACT_HEADERS = 25;
  private static final int GRPC_DISTANCE = 100;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli makes it
  private ClusterDirectory directory;

  @Option(names = "--nodes", paramLabel = "N", description = "How many nodes. Default: 3")
  private int nodes = 3;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Port of the AWS APIs, the same on each address; where there is but 127.0.0.1, the first"
              + " of as many. Default: 4566")
  private int port = 4566;

  @Option(
      names = "--grpc-port",
      paramLabel = "N",
      description =
          "Port of gRPC, the same on each address; where there is but 127.0.0.1, the first of as"
              + " many. 0 for none. Default: 4567, and 4667 there")
  private @Nullable Integer grpcPort;

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      description =
          "A PostgreSQL that is there already: jdbc:postgresql://HOST:PORT/DATABASE. The password is"
              + " taken from PAWL_JDBC_PASSWORD. {host} stands for the address of a node.")
  private @Nullable String jdbcUrl;

  @Option(names = "--jdbc-user", paramLabel = "NAME", description = "Its user. Default: pawl")
  private String jdbcUser = "pawl";

  @Option(
      names = "--cluster-tls",
      paramLabel = "DIR",
      description =
          "Let the nodes speak to each other over mutual TLS with the tls.crt, tls.key and ca.crt in DIR."
              + " If there is no such directory, it is made, with certificates to throw away.")
  private @Nullable Path clusterTls;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description =
          "An option for the JVM of each node, such as -Xmx512m. {host} stands for its address.")
  private List<String> jvmOptions = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ClusterNodeCommands.requireCount(nodes);
    try (var database = database()) {
      var cluster = LocalCluster.make(directory.path(), plan(database));
      var ended = new CountDownLatch(1);
      for (var signal : List.of("INT", "TERM")) {
        Signal.handle(new Signal(signal), received -> ended.countDown());
      }
      var started = System.nanoTime();
      for (var number = 1; number <= nodes; number++) {
        cluster.start(cluster.node(number), password());
      }
      ClusterNodeCommands.awaitReady(cluster.nodes().subList(0, nodes), nodes);
      greet(cluster, (System.nanoTime() - started) / 1e9);
      ended.await();
      tell("pawl: stopping the cluster…");
      stopAll(cluster);
    }
    return ExitCode.OK;
  }

  private LocalDatabase database() throws IOException {
    if (jdbcUrl != null) {
      return LocalDatabase.given(jdbcUrl, jdbcUser);
    }
    Files.createDirectories(directory.path());
    return LocalDatabase.embedded(directory.path().resolve("postgres"));
  }

  private LocalCluster.Plan plan(LocalDatabase database) throws IOException, InterruptedException {
    var options = new ArrayList<>(NewJvm.options());
    if (Runtime.version().feature() >= JDK_WITH_COMPACT_HEADERS) {
      options.add("-XX:+UseCompactObjectHeaders");
    }
    options.add("-XX:+ExitOnOutOfMemoryError");
    options.addAll(classDataSharing());
    options.addAll(jvmOptions);
    return new LocalCluster.Plan(
        database.url(),
        database.user(),
        port,
        grpcPort(),
        LocalCluster.hasOwnAddresses(),
        tlsDirectory(),
        options);
  }

  /** On one address, the ports behind that of the AWS APIs are those of the other nodes. */
  private int grpcPort() {
    if (grpcPort != null) {
      return grpcPort;
    }
    return LocalCluster.hasOwnAddresses() ? port + 1 : port + 1 + GRPC_DISTANCE;
  }

  private String tlsDirectory() throws IOException, InterruptedException {
    if (clusterTls == null) {
      return "";
    }
    if (!Files.exists(clusterTls)) {
      try (var authority = ThrowAwayCertificates.authority()) {
        authority.issue(clusterTls);
      }
    }
    return clusterTls.toAbsolutePath().toString();
  }

  /** What the launcher has kept of an earlier start of a node: the next one takes half the time. */
  private static List<String> classDataSharing() {
    var archive = System.getProperty("pawl.node.archive");
    return archive == null || !Files.isReadable(Path.of(archive))
        ? List.of()
        : List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off");
  }

  static String password() {
    return JdbcPassword.orElse("postgres");
  }

  private void stopAll(LocalCluster cluster) {
    try {
      var running = cluster.nodes();
      for (var node : running) {
        node.terminate();
      }
      for (var node : running) {
        if (!node.awaitEnd()) {
          tell("pawl: node " + node.number() + " does not end, and is killed.");
          node.kill();
        }
      }
    } catch (IOException e) {
      tell("pawl: Expected to stop every node, but: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void greet(LocalCluster cluster, double seconds) throws IOException {
    print("%d nodes are ready after %.1f s.".formatted(nodes, seconds));
    print("");
    for (ClusterNode node : cluster.nodes().subList(0, nodes)) {
      print("  node %d   %s   log: %s".formatted(node.number(), node.endpoint(), node.log()));
    }
    print("");
    print("Try, in another terminal:");
    print("  ./pawl cluster status" + directory.asOption());
    print("  ./pawl cluster kill 2 -9" + directory.asOption());
    print("");
    print("Ctrl-C ends the cluster.");
  }
}
