package dev.pawl.load.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a JVM of its own, on a port of loopback. Ends with {@link #close}. */
public final class NodeProcess implements AutoCloseable {

  private static final Duration READY_MAX = Duration.ofSeconds(90);
  private static final int LAST_LINES = 30;
  private static final int JDK_WITH_UNSAFE_OPTION = 23;
  private static final int JDK_WITH_COMPACT_HEADERS = 25;

  private final Settings settings;
  private final Process process;
  private final AwsClient aws;

  /**
   * How to start it.
   *
   * @param grpcPort 0 for none
   * @param arguments of {@code pawl dev}, besides the port and the data directory
   */
  public record Settings(
      NodeProgram program,
      Path dataDirectory,
      Path log,
      int port,
      int grpcPort,
      List<String> jvmOptions,
      List<String> arguments) {

    /** One that does not serve gRPC. */
    public Settings(
        NodeProgram program,
        Path dataDirectory,
        Path log,
        int port,
        List<String> jvmOptions,
        List<String> arguments) {
      this(program, dataDirectory, log, port, 0, jvmOptions, arguments);
    }

    public Settings {
      jvmOptions = List.copyOf(jvmOptions);
      arguments = List.copyOf(arguments);
    }
  }

  private NodeProcess(Settings settings, Process process) {
    this.settings = settings;
    this.process = process;
    this.aws = new AwsClient(URI.create("http://127.0.0.1:" + settings.port()));
  }

  /** Starts a node and waits until it answers. */
  public static NodeProcess start(Settings settings) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command(settings)).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
    var node = new NodeProcess(settings, builder.start());
    try {
      node.awaitReady();
    } catch (IOException | InterruptedException | RuntimeException e) {
      node.kill();
      throw e;
    }
    return node;
  }

  /** A port that was free a moment ago. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts another process with the same settings, on the same data. */
  public NodeProcess startAgain() throws IOException, InterruptedException {
    return start(settings);
  }

  public AwsClient aws() {
    return aws;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", settings.port());
  }

  /** Where it serves gRPC. */
  public InetSocketAddress grpcAddress() {
    return new InetSocketAddress("127.0.0.1", settings.grpcPort());
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** SIGKILL: it gets no chance to save anything. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    aws.close();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    aws.close();
  }

  private static List<String> command(Settings settings) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= JDK_WITH_UNSAFE_OPTION) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (Runtime.version().feature() >= JDK_WITH_COMPACT_HEADERS) {
      command.add("-XX:+UseCompactObjectHeaders");
    }
    command.addAll(settings.jvmOptions());
    command.addAll(settings.program().command());
    command.addAll(
        List.of(
            "dev",
            "--port",
            Integer.toString(settings.port()),
            "--grpc-port",
            settings.grpcPort() == 0 ? "off" : Integer.toString(settings.grpcPort()),
            "--data",
            settings.dataDirectory().toString()));
    command.addAll(settings.arguments());
    return command;
  }

  private void awaitReady() throws IOException, InterruptedException {
    var until = System.nanoTime() + READY_MAX.toNanos();
    while (!answers()) {
      if (!process.isAlive()) {
        throw new IOException("Expected the node to start, but it ended:\n" + lastWords());
      }
      if (System.nanoTime() > until) {
        throw new IOException(
            "Expected the node to answer within %d s, but it does not:\n%s"
                .formatted(READY_MAX.toSeconds(), lastWords()));
      }
      Thread.sleep(50);
    }
  }

  private boolean answers() {
    try {
      aws.stepFunctions("ListStateMachines", AwsClient.object().put("maxResults", 1));
      return true;
    } catch (UncheckedIOException | AwsError notYet) {
      return false;
    }
  }

  /** The end of its output. */
  public String lastWords() {
    try {
      var lines = Files.readAllLines(settings.log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(its output in " + settings.log() + " cannot be read)";
    }
  }
}
