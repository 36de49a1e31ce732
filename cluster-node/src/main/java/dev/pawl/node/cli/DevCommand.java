package dev.pawl.node.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.ApiSettings;
import dev.pawl.node.api.auth.AccessKeys;
import dev.pawl.node.boot.NodeSettings;
import dev.pawl.node.boot.PawlNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.persistence.DatabaseSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a node in the foreground. */
@Command(
    name = "dev",
    description = {
      "Run a node in the foreground, with the embedded database or with PostgreSQL.",
      "",
      "Ctrl-C ends it cleanly. Whatever ends it, every execution carries on when it starts again on"
          + " the same data."
    },
    footer = {
      "  pawl dev",
      "  pawl dev --port 5000 --data /var/lib/pawl",
      "  pawl dev --jdbc-url jdbc:postgresql://db.example.com/pawl",
      "  aws --endpoint-url http://127.0.0.1:4566 stepfunctions list-state-machines"
    })
final class DevCommand extends PawlCommand {

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the AWS APIs; 0 for any free one. Default: 4566")
  private int port = 4566;

  @Option(
      names = "--grpc-port",
      paramLabel = "N",
      description =
          "Port of gRPC; 0 for any free one, or off. Default: one above --port, which is 4567")
  private @Nullable String grpcPort;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on. Default: 127.0.0.1. Another one needs access keys, in the file"
              + " that PAWL_ACCESS_KEYS_FILE names, or --insecure.")
  private String host = "127.0.0.1";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the database lies. Default: pawl-data")
  private Path data = Path.of(DEFAULT_DATA);

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      description =
          "A PostgreSQL database instead of the embedded one: jdbc:postgresql://HOST:PORT/DATABASE."
              + " The password is taken from PAWL_JDBC_PASSWORD.")
  private @Nullable String jdbcUrl;

  @Option(names = "--jdbc-user", paramLabel = "NAME", description = "Its user. Default: pawl")
  private String jdbcUser = "pawl";

  @Option(
      names = "--insecure",
      description =
          "Listen on an address that others reach without access keys: whoever reaches the port can"
              + " run code on this machine.")
  private boolean insecure;

  /**
   * For the launcher: a JVM that has started a node once can keep what it has loaded for the next.
   */
  @Option(names = "--once", hidden = true, description = "End as soon as the node is ready.")
  private boolean once;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireFreePort("--port", Integer.toString(port));
    requireFreePort("--grpc-port", new GrpcPortOption(grpcPort).port(port));
    var started = System.nanoTime();
    var node = start();
    var ended = new CountDownLatch(1);
    node.whenJvmEnds(() -> {
      tell("pawl: stopping…");
      node.close();
      ended.countDown();
    });
    greet(node, System.nanoTime() - started);
    if (!once) {
      ended.await();
    }
    return ExitCode.OK;
  }

  private PawlNode start() {
    try {
      return PawlNode.start(settings());
    } catch (RuntimeException e) {
      throw new CommandFailure(ExitCode.LOCAL, String.valueOf(e.getMessage()), e);
    }
  }

  private NodeSettings settings() {
    var settings =
        NodeSettings.of(data, host, port)
            .with(localObjects())
            .with(new GrpcPortOption(grpcPort).config(host, port))
            .with(Insecure.config(insecure));
    if (jdbcUrl == null) {
      return settings;
    }
    var password = JdbcPassword.orElse("");
    return settings.with(DatabaseSettings.postgreSql(jdbcUrl, jdbcUser, password));
  }

  /** Buckets are directories, unless somebody says where S3 is. */
  private Config localObjects() {
    return ConfigFactory.load().getString("pawl.s3.endpoint").isEmpty()
        ? ConfigFactory.parseMap(Map.of("pawl.s3.local-directory", data.resolve("s3").toString()))
        : ConfigFactory.empty();
  }

  private void requireFreePort(String option, String wanted) throws IOException {
    if (wanted.equals(GrpcPortOption.OFF)) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(wanted)));
    } catch (BindException e) {
      throw new CommandFailure(
          ExitCode.LOCAL,
          "Expected port %s on %s to be free, but it is not: %s. Choose another with %s, or find out who has it with: lsof -i :%s"
              .formatted(wanted, host, e.getMessage(), option, wanted),
          e);
    }
  }

  private static boolean hasAccessKeys() {
    return !AccessKeys.of(ConfigFactory.load().getConfig("pawl.api")).isEmpty();
  }

  private void greet(PawlNode node, long nanos) {
    var tls = ConfigFactory.load().getString(ApiSettings.TLS_DIRECTORY);
    var scheme = tls.isEmpty() ? "http" : "https";
    var endpoint = scheme + "://" + host + ":" + node.address().getPort();
    var grpc = node.grpcAddress().map(address -> host + ":" + address.getPort());
    if (json()) {
      printJsonLine(
          AwsClient.object()
              .put("endpoint", endpoint)
              .put("grpc", grpc.orElse(null))
              .put("data", data.toAbsolutePath().normalize().toString())
              .put("pid", ProcessHandle.current().pid()));
      return;
    }
    print("Pawl is ready after %.1f s.".formatted(nanos / 1e9));
    print("");
    var key = hasAccessKeys() ? "one of its access keys" : "any key";
    print("  AWS APIs   " + endpoint + "   (Step Functions and Lambda; any region, " + key + ")");
    grpc.ifPresent(
        address -> print("  gRPC       " + address + "   (pawl.v1; grpcurl -plaintext)"));
    print("  data       " + data.toAbsolutePath().normalize());
    print("");
    print("Try, in another terminal:");
    print("  ./pawl deploy examples/order-processing");
    print("  export AWS_ENDPOINT_URL=" + endpoint + " AWS_DEFAULT_REGION=us-east-1");
    print(
        hasAccessKeys()
            ? "  export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…"
            : "  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any");
    print("  aws stepfunctions list-state-machines");
    print("");
    print("Ctrl-C ends the node.");
  }
}
