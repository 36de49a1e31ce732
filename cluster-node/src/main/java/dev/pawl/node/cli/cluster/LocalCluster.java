package dev.pawl.node.cli.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.node.cli.process.NewJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster in a directory: its nodes are processes that outlive whoever started them, and the
 * directory says which they are. Every command of {@code pawl cluster} opens the same one.
 */
public final class LocalCluster {

  /** The port of every node for the others; each has an address of its own. */
  private static final int REMOTING_PORT = 7355;

  private static final String FILE = "cluster.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Plan plan;

  /**
   * What does not change while the cluster lives.
   *
   * <p>In the URL and in the options, {@code {host}} stands for the address of the node.
   *
   * @param jdbcUrl its database
   * @param port port of the AWS APIs; of the first node only where there is but one address
   * @param grpcPort port of gRPC, likewise; 0 for none
   * @param ownAddresses whether node N has the address 127.0.0.N; else they differ in their ports
   * @param tlsDirectory certificates for the traffic between nodes; empty for no TLS
   */
  public record Plan(
      String jdbcUrl,
      String jdbcUser,
      int port,
      int grpcPort,
      boolean ownAddresses,
      String tlsDirectory,
      List<String> jvmOptions) {}

  private LocalCluster(Path directory, Plan plan) {
    this.directory = directory;
    this.plan = plan;
  }

  /** Writes down a new one, or the same one anew. */
  public static LocalCluster make(Path directory, Plan plan) throws IOException {
    Files.createDirectories(directory);
    var json = JsonNodeFactory.instance.objectNode();
    json.put("jdbcUrl", plan.jdbcUrl()).put("jdbcUser", plan.jdbcUser());
    json.put("port", plan.port()).put("grpcPort", plan.grpcPort());
    json.put("ownAddresses", plan.ownAddresses());
    json.put("tlsDirectory", plan.tlsDirectory());
    var options = json.putArray("jvmOptions");
    plan.jvmOptions().forEach(options::add);
    var written = directory.resolve(FILE + ".new");
    Files.writeString(written, json.toPrettyString());
    Files.move(written, directory.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    return new LocalCluster(directory.toAbsolutePath(), plan);
  }

  /** The one of an earlier command; empty if there is none. */
  public static Optional<LocalCluster> open(Path directory) throws IOException {
    var file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var json = JSON.readTree(file.toFile());
    var options = new ArrayList<String>();
    json.path("jvmOptions").forEach(option -> options.add(option.asText()));
    return Optional.of(
        new LocalCluster(
            directory.toAbsolutePath(),
            new Plan(
                json.path("jdbcUrl").asText(),
                json.path("jdbcUser").asText(),
                json.path("port").asInt(),
                json.path("grpcPort").asInt(),
                json.path("ownAddresses").asBoolean(),
                json.path("tlsDirectory").asText(""),
                List.copyOf(options))));
  }

  /** Whether this machine has 127.0.0.2 too: Linux has, macOS needs it set up. */
  public static boolean hasOwnAddresses() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** The nodes that there are, running or not, in their order. */
  public List<ClusterNode> nodes() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("node-\\d{1,4}"))
          .map(name -> Integer.parseInt(name.substring("node-".length())))
          .sorted()
          .map(this::node)
          .toList();
    }
  }

  /** Node N, counted from 1. */
  public ClusterNode node(int number) {
    var home = directory.resolve("node-" + number);
    return plan.ownAddresses()
        ? new ClusterNode(number, "127.0.0." + number, plan.port(), REMOTING_PORT, home)
        : new ClusterNode(
            number, "127.0.0.1", plan.port() + number - 1, REMOTING_PORT + number - 1, home);
  }

  /** Starts a node and returns at once. */
  public void start(ClusterNode node, String password) throws IOException {
    node.start(command(node), Map.of("PAWL_JDBC_PASSWORD", password));
  }

  private String grpcPort(ClusterNode node) {
    if (plan.grpcPort() == 0) {
      return "off";
    }
    return Integer.toString(plan.grpcPort() + (plan.ownAddresses() ? 0 : node.number() - 1));
  }

  private List<String> command(ClusterNode node) {
    var command = new ArrayList<String>();
    command.add(NewJvm.java());
    command.addAll(plan.jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.pawl.node.cli.Pawl", "node"));
    command.addAll(List.of("--host", node.host(), "--port", Integer.toString(node.port())));
    command.addAll(List.of("--grpc-port", grpcPort(node)));
    command.addAll(List.of("--data", node.home().resolve("data").toString()));
    command.addAll(List.of("--jdbc-url", plan.jdbcUrl(), "--jdbc-user", plan.jdbcUser()));
    command.addAll(
        List.of(
            "--cluster-host",
            node.host(),
            "--cluster-port",
            Integer.toString(node.remotingPort()),
            "--observe-port",
            plan.ownAddresses() ? "4569" : "off"));
    if (!plan.tlsDirectory().isEmpty()) {
      command.addAll(List.of("--cluster-tls", plan.tlsDirectory()));
    }
    return command.stream().map(word -> word.replace("{host}", node.host())).toList();
  }
}
