package dev.pawl.node.cli;

import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.ApiSettings;
import dev.pawl.node.boot.ClusterTls;
import dev.pawl.node.boot.NodeSettings;
import dev.pawl.node.boot.PawlNode;
import dev.pawl.node.grpc.GrpcSettings;
import dev.pawl.persistence.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one node of a cluster in the foreground. */
@Command(
    name = "node",
    description = {
      "Run one node of a cluster in the foreground.",
      "",
      "All nodes share a PostgreSQL database, and find each other in it; with"
          + " PAWL_BOOTSTRAP=kubernetes, by the Kubernetes API. Each option may come from the"
          + " environment instead. SIGTERM hands what the node runs over to the others. A node that"
          + " the others have given up ends with exit code 75: start it again."
    },
    footer = {
      "  pawl node --jdbc-url jdbc:postgresql://db/pawl",
      "  PAWL_JDBC_URL=… PAWL_JDBC_USER=… PAWL_JDBC_PASSWORD=… pawl node"
    })
final class ServeCommand extends PawlCommand {

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:PAWL_HOST:-0.0.0.0}",
      description = "Address of the AWS APIs. PAWL_HOST. Default: 0.0.0.0")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "${env:PAWL_PORT:-4566}",
      description = "Port of the AWS APIs. PAWL_PORT. Default: 4566")
  private int port;

  @Option(
      names = "--tls",
      paramLabel = "DIR",
      defaultValue = "${env:PAWL_TLS:-}",
      description =
          "Serve the AWS APIs over TLS with the tls.crt and tls.key in DIR. PAWL_TLS. Default: no"
              + " TLS")
  private String tls = "";

  @Option(
      names = "--grpc-port",
      paramLabel = "N",
      defaultValue = "${env:PAWL_GRPC_PORT:-}",
      description =
          "Port of gRPC, or off. PAWL_GRPC_PORT. Default: one above --port, which is 4567")
  private @Nullable String grpcPort;

  @Option(
      names = "--grpc-tls",
      paramLabel = "DIR",
      defaultValue = "${env:PAWL_GRPC_TLS:-}",
      description =
          "Serve gRPC over TLS with the tls.crt and tls.key in DIR. PAWL_GRPC_TLS. Default: no TLS")
  private String grpcTls = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:PAWL_DATA:-" + DEFAULT_DATA + "}",
      description = "Code and logs of functions. PAWL_DATA. Default: " + DEFAULT_DATA)
  private Path data = Path.of(DEFAULT_DATA);

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      required = true,
      defaultValue = "${env:PAWL_JDBC_URL}",
      description =
          "jdbc:postgresql://HOST:PORT/DATABASE. PAWL_JDBC_URL; the password is"
              + " PAWL_JDBC_PASSWORD.")
  private String jdbcUrl = "";

  @Option(
      names = "--jdbc-user",
      paramLabel = "NAME",
      defaultValue = "${env:PAWL_JDBC_USER:-pawl}",
      description = "The database's user. PAWL_JDBC_USER. Default: pawl")
  private String jdbcUser = "";

  @Option(
      names = "--cluster-host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:PAWL_CLUSTER_HOST}",
      description =
          "Address at which the other nodes reach this one. PAWL_CLUSTER_HOST. Default: this"
              + " machine's own.")
  private @Nullable String clusterHost;

  @Option(
      names = "--cluster-port",
      paramLabel = "N",
      defaultValue = "${env:PAWL_CLUSTER_PORT:-7355}",
      description = "Port for the other nodes. PAWL_CLUSTER_PORT. Default: 7355")
  private int clusterPort;

  @Option(
      names = "--cluster-tls",
      paramLabel = "DIR",
      defaultValue = "${env:PAWL_CLUSTER_TLS}",
      description =
          "Speak to the other nodes over mutual TLS with the tls.crt, tls.key and ca.crt in DIR;"
              + " all nodes or none. PAWL_CLUSTER_TLS. Default: no TLS")
  private @Nullable String clusterTls;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOW",
      defaultValue = "${env:PAWL_BOOTSTRAP:-database}",
      description =
          "How nodes find each other: database, or kubernetes, which asks its API for the pods."
              + " PAWL_BOOTSTRAP. Default: database")
  private String bootstrap = "";

  @Option(
      names = "--observe-port",
      paramLabel = "N",
      defaultValue = "${env:PAWL_OBSERVE_PORT:-4569}",
      description =
          "Port of metrics and health: /metrics, /health/live, /health/ready; or off."
              + " PAWL_OBSERVE_PORT. Default: 4569")
  private String observePort = "";

  @Option(
      names = "--insecure",
      description =
          "Listen on an address that others reach without access keys: whoever reaches the port can"
              + " run code on this machine. PAWL_INSECURE=true. Keys come from"
              + " PAWL_ACCESS_KEYS_FILE.")
  private boolean insecure;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var started = System.nanoTime();
    var node = start();
    var stopping = new AtomicBoolean();
    var ended = new CountDownLatch(1);
    node.whenJvmEnds(() -> {
      if (stopping.compareAndSet(false, true)) {
        tell("pawl: handing over…");
        node.close();
      }
    });
    node.ended().thenRun(ended::countDown);
    print(
        "Pawl is ready after %.1f s on %s://%s:%d"
            .formatted(
                (System.nanoTime() - started) / 1e9,
                tls.isEmpty() ? "http" : "https",
                host,
                node.address().getPort()));
    ended.await();
    if (!stopping.compareAndSet(false, true)) {
      return ExitCode.OK;
    }
    tell("pawl: this node has been given up by the others, and ends.");
    node.close();
    return ExitCode.GIVEN_UP;
  }

  private PawlNode start() throws IOException {
    try {
      return PawlNode.start(settings());
    } catch (RuntimeException e) {
      throw new CommandFailure(ExitCode.LOCAL, String.valueOf(e.getMessage()), e);
    }
  }

  private NodeSettings settings() throws IOException {
    var password = JdbcPassword.orElse("");
    return NodeSettings.of(data, host, port)
        .with(DatabaseSettings.postgreSql(jdbcUrl, jdbcUser, password))
        .with(membership())
        .with(new GrpcPortOption(grpcPort).config(host, port))
        .with(Insecure.config(insecure))
        .with(
            ConfigFactory.parseMap(
                Map.of(
                    "pawl.observe.port",
                    observePort,
                    "pawl.observe.host",
                    host,
                    ApiSettings.TLS_DIRECTORY,
                    tls,
                    GrpcSettings.TLS_DIRECTORY,
                    grpcTls,
                    ClusterTls.DIRECTORY,
                    clusterTls == null ? "" : clusterTls)));
  }

  private NodeSettings.Membership membership() throws IOException {
    var own = clusterHost == null ? InetAddress.getLocalHost().getHostAddress() : clusterHost;
    return switch (bootstrap) {
      case "database" -> new NodeSettings.ByDatabase(own, clusterPort);
      case "kubernetes" -> {
        var environment = new HashMap<>(System.getenv());
        environment.put("PAWL_CLUSTER_HOST", own);
        environment.put("PAWL_CLUSTER_PORT", String.valueOf(clusterPort));
        yield new NodeSettings.ByKubernetes(environment);
      }
      default ->
          throw new CommandFailure(
              ExitCode.USAGE,
              "Expected --bootstrap to be database or kubernetes, but it is '%s'."
                  .formatted(bootstrap));
    };
  }
}
