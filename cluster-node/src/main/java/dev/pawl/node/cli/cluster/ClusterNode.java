package dev.pawl.node.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.process.NewJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One node of a local cluster.
 *
 * @param home its data, its output ({@code node.log}) and its process ({@code pid})
 */
public record ClusterNode(int number, String host, int port, int remotingPort, Path home) {

  private static final Duration STOP_MAX = Duration.ofSeconds(45);
  private static final long POLL_MILLIS = 100;

  /** Starts are reckoned from the machine's clock, which may have been set since. */
  private static final long START_TOLERANCE_MILLIS = 10_000;

  /** Where its AWS APIs are. */
  public URI endpoint() {
    return URI.create("http://" + host + ":" + port);
  }

  void start(List<String> command, Map<String, String> environment) throws IOException {
    if (process().isPresent()) {
      return;
    }
    Files.createDirectories(home);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(NewJvm.noInput())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(environment);
    var handle = builder.start().toHandle();
    var begun = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    Files.writeString(pidFile(), handle.pid() + " " + begun + "\n");
  }

  /** What it prints. */
  public Path log() {
    return home.resolve("node.log");
  }

  private Path pidFile() {
    return home.resolve("pid");
  }

  /** Its process, if it runs; not another one that has got its number since. */
  public Optional<ProcessHandle> process() throws IOException {
    if (!Files.exists(pidFile())) {
      return Optional.empty();
    }
    var parts = Files.readString(pidFile()).strip().split(" ", 2);
    return ProcessHandle.of(Long.parseLong(parts[0]))
        .filter(ProcessHandle::isAlive)
        .filter(process -> isOf(process, Long.parseLong(parts[1])));
  }

  private static boolean isOf(ProcessHandle process, long startMillis) {
    return process
        .info()
        .startInstant()
        .map(begun -> Math.abs(begun.toEpochMilli() - startMillis) < START_TOLERANCE_MILLIS)
        .orElse(true);
  }

  /** Ends it with SIGKILL. */
  public void kill() throws IOException {
    process().ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Asks it to end, with SIGTERM, and does not wait. */
  public void terminate() throws IOException {
    process().ifPresent(ProcessHandle::destroy);
  }

  /**
   * Waits until its process has ended.
   *
   * @return whether it has, within 30 s
   */
  public boolean awaitEnd() throws IOException, InterruptedException {
    var running = process();
    if (running.isEmpty()) {
      return true;
    }
    try {
      running.get().onExit().get(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** What it says of itself; empty while it does not answer. */
  public Optional<JsonNode> info() {
    try {
      return Optional.of(new AwsClient(endpoint()).pawl("GET", "info", null));
    } catch (AwsError | IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Waits until it serves requests and sees so many members.
   *
   * @return whether it does, in that time; at once not, when its process has ended
   */
  public boolean awaitReady(int members, Duration patience)
      throws IOException, InterruptedException {
    var until = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < until && process().isPresent()) {
      var seen = info().map(info -> info.path("cluster").path("members").asInt()).orElse(0);
      if (seen >= members) {
        return true;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return false;
  }
}
