package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.demo.Check;
import dev.pawl.node.cli.demo.Demo;
import dev.pawl.node.cli.demo.DemoFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what Pawl does, on real workflows and with a crash in the middle. */
@Command(
    name = "demo",
    description = {
      "Run two real workflows, with a crash in the middle.",
      "",
      "The demo starts a node of its own, deploys the examples, kills the node with SIGKILL in the"
          + " middle, starts it again, and checks that everything carried on. It takes about a"
          + " minute, and exits with 0 only if every check holds."
    },
    footer = {
      "  pawl demo",
      "  pawl demo --keep          (then try: pawl list)",
      "  pawl demo --json | jq .checks"
    })
final class DemoCommand extends PawlCommand {

  private static final int USUAL_PORT = 4566;

  @Option(names = "--keep", description = "Leave the node running, and keep the data.")
  private boolean keep;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "An empty directory for the data. Default: a temporary one")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port of the node. Default: 4566, or a free one")
  private int port;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var directory = directory();
    var narration = json() ? err() : out();
    var demo = new Demo(Examples.directory(), directory, port(), freePort(), narration);
    var stopOnInterrupt = new Thread(() -> end(demo));
    Runtime.getRuntime().addShutdownHook(stopOnInterrupt);
    var kept = false;
    try {
      var outcome = demo.run();
      print(outcome);
      kept = keep;
      if (keep) {
        tellKept(demo, directory);
      }
      return outcome.ok() ? ExitCode.OK : ExitCode.BAD_ANSWER;
    } catch (DemoFailure e) {
      kept = keep;
      throw new CommandFailure(ExitCode.BAD_ANSWER, e.getMessage(), e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(stopOnInterrupt);
      if (!kept) {
        end(demo);
        deleteIfOurs(directory);
      }
    }
  }

  private Path directory() throws IOException {
    if (data == null) {
      return Files.createTempDirectory("pawl-demo-");
    }
    if (Files.exists(data)) {
      try (var files = Files.list(data)) {
        if (files.findAny().isPresent()) {
          throw new CommandFailure(
              ExitCode.LOCAL, "Expected an empty directory for the demo, but " + data + " is not.");
        }
      }
    }
    return Files.createDirectories(data);
  }

  private int port() throws IOException {
    if (port == 0) {
      return isFree(USUAL_PORT) ? USUAL_PORT : freePort();
    }
    if (!isFree(port)) {
      throw new CommandFailure(
          ExitCode.LOCAL, "Expected port " + port + " to be free, but something listens there.");
    }
    return port;
  }

  private void print(Demo.Outcome outcome) {
    if (json()) {
      printJson(outcome);
      return;
    }
    out().println();
    var table = new Table("MACHINE", "EXECUTION", "STATUS", "EVENTS", "BEFORE THE KILL", "RESULT");
    for (var row : outcome.rows()) {
      table.row(
          row.machine(),
          row.name(),
          row.status(),
          Integer.toString(row.events()),
          Integer.toString(row.eventsBeforeKill()),
          row.result());
    }
    table.print(out());
    out().println();
    outcome.checks().forEach(check -> print(line(check)));
    var failed = outcome.checks().stream().filter(check -> !check.holds()).count();
    print("");
    print(
        failed == 0
            ? "All %d checks hold; it took %.0f s."
                .formatted(outcome.checks().size(), outcome.seconds())
            : "%d of %d checks do not hold.".formatted(failed, outcome.checks().size()));
  }

  private static String line(Check check) {
    return check.holds()
        ? "  ok    "
            + check.what()
            + (check.expected().equals("yes") ? "" : ": " + shortened(check.found()))
        : "  FAIL  %s: expected %s, but found %s"
            .formatted(check.what(), check.expected(), check.found());
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 79) + "…";
  }

  private void printJson(Demo.Outcome outcome) {
    var all = AwsClient.object().put("result", outcome.ok() ? "OK" : "FAIL");
    all.put("seconds", outcome.seconds());
    var executions = all.putArray("executions");
    for (var row : outcome.rows()) {
      executions
          .addObject()
          .put("machine", row.machine())
          .put("name", row.name())
          .put("status", row.status())
          .put("eventsBeforeKill", row.eventsBeforeKill())
          .put("events", row.events())
          .put("result", row.result());
    }
    var checks = all.putArray("checks");
    for (var check : outcome.checks()) {
      checks
          .addObject()
          .put("check", check.what())
          .put("expected", check.expected())
          .put("found", check.found())
          .put("holds", check.holds());
    }
    printJson(all);
  }

  private void tellKept(Demo demo, Path directory) {
    var pids = demo.pids();
    tell("");
    tell(
        "The node goes on (process %d), and so does the shop's database (process %d)."
            .formatted(pids.get(0), pids.get(1)));
    tell("  look around   PAWL_ENDPOINT=" + demo.endpoint() + " ./pawl list");
    tell("  end           kill %d %d; rm -r %s".formatted(pids.get(0), pids.get(1), directory));
  }

  private static void end(Demo demo) {
    try {
      demo.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deleteIfOurs(Path directory) throws IOException {
    if (data != null) {
      return;
    }
    try (var walk = Files.walk(directory)) {
      for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
