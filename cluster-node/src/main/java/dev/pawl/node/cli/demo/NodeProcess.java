package dev.pawl.node.cli.demo;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.process.NewJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The node of the demonstration: {@code pawl dev} in a process of its own, which may be killed and
 * started again.
 */
final class NodeProcess {

  private static final Duration READY_MAX = Duration.ofSeconds(90);
  private static final long READY_PAUSE_MILLIS = 50;

  private final Path data;
  private final Path log;
  private final int port;
  private final AwsClient aws;
  private final ChildProcess process;

  private NodeProcess(Path data, Path log, int port, AwsClient aws, ChildProcess process) {
    this.data = data;
    this.log = log;
    this.port = port;
    this.aws = aws;
    this.process = process;
  }

  /** Starts a node and waits until it answers. */
  static NodeProcess start(Path data, Path log, int port)
      throws DemoFailure, IOException, InterruptedException {
    var arguments =
        List.of(
            "dev",
            "--port",
            Integer.toString(port),
            "--grpc-port",
            "off",
            "--data",
            data.toString());
    var process = launch(arguments, log);
    var aws = new AwsClient(URI.create("http://127.0.0.1:" + port));
    var node = new NodeProcess(data, log, port, aws, process);
    node.awaitReady();
    return node;
  }

  /** Starts another process on the same data. */
  NodeProcess startAgain() throws DemoFailure, IOException, InterruptedException {
    return start(data, log, port);
  }

  AwsClient aws() {
    return aws;
  }

  Path log() {
    return log;
  }

  ChildProcess process() {
    return process;
  }

  private void awaitReady() throws DemoFailure, IOException, InterruptedException {
    var until = System.nanoTime() + READY_MAX.toNanos();
    while (!answers()) {
      if (!process.isAlive()) {
        throw new DemoFailure("Expected the node to start, but it ended:\n" + process.lastWords());
      }
      if (System.nanoTime() > until) {
        process.kill();
        throw new DemoFailure(
            "Expected the node to answer within %d s, but it does not:\n%s"
                .formatted(READY_MAX.toSeconds(), process.lastWords()));
      }
      Thread.sleep(READY_PAUSE_MILLIS);
    }
  }

  private boolean answers() {
    try {
      aws.stepFunctions("ListStateMachines", AwsClient.object());
      return true;
    } catch (AwsError | IOException notYet) {
      return false;
    }
  }

  /**
   * Starts it as people do, by the launcher, which becomes the node; without a launcher, as a plain
   * JVM.
   */
  private static ChildProcess launch(List<String> arguments, Path log) throws IOException {
    var home = System.getProperty("pawl.home");
    if (home != null && Files.isExecutable(Path.of(home, "pawl"))) {
      var command = new ArrayList<>(List.of(Path.of(home, "pawl").toString()));
      command.addAll(arguments);
      var java = System.getProperty("java.home");
      return ChildProcess.start(
          command, Map.of("PAWL_JAVA_HOME", java, "PAWL_BUILD", "never"), log);
    }
    return ChildProcess.startJava(NewJvm.options(), "dev.pawl.node.cli.Pawl", arguments, log);
  }
}
