package dev.pawl.load.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The figures of a run, for people as they come and for programs at the end. */
final class Report {

  private static final String HEAD = "%8s %10s %9s %9s %9s %7s %8s %9s %8s %9s %7s %6s %8s";
  private static final Object[] UNITS = {
    "", "/s", "ms", "ms", "ms", "/exec", "/exec", "ms/exec", "ms/exec", "ms/exec", "/exec", "/exec",
    ""
  };

  private final ObjectNode environment;
  private final List<Level> levels = new ArrayList<>();
  private final ObjectNode raw = AwsClient.object();

  Report(Path home) {
    var runtime = Runtime.version();
    environment =
        AwsClient.object()
            .put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("revision", revision(home))
            .put("processors", Runtime.getRuntime().availableProcessors())
            .put("java", runtime.toString())
            .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  void printEnvironment(PrintStream to) {
    to.printf(
        "Pawl %s, %d processors for node, database and load, Java %s, %s%n",
        environment.get("revision").textValue(),
        environment.get("processors").intValue(),
        environment.get("java").textValue(),
        environment.get("at").textValue());
  }

  void printHead(PrintStream to, Workload workload) {
    to.printf("%n%s%n", workload.name());
    to.printf(
        HEAD + "%n",
        "clients",
        "executions",
        "p50",
        "p99",
        "max",
        "rows",
        "commits",
        "node",
        "db",
        "client",
        "WAL",
        "syncs",
        "refused");
    to.printf(HEAD + "%n", UNITS);
  }

  void add(PrintStream to, Level level) {
    levels.add(level);
    to.printf(
        HEAD + "%n",
        level.clients(),
        number(level.perSecond(), 1),
        number(level.p50Millis(), 1),
        number(level.p99Millis(), 1),
        number(level.maxMillis(), 1),
        number(level.rows(), 2),
        number(level.commits(), 2),
        number(level.nodeMillis(), 2),
        number(level.databaseMillis(), 2),
        number(level.clientMillis(), 2),
        level.walBytes() == null ? "-" : number(level.walBytes() / 1024, 1) + "k",
        number(level.walSyncs(), 2),
        level.refused());
    to.flush();
  }

  void add(PrintStream to, String database, List<RawInserts.Rate> rates) {
    to.printf("%nThe same database alone, multi-row inserts, one connection%n");
    var array = raw.putArray(database);
    for (var rate : rates) {
      to.printf("%8d rows/commit %10.0f rows/s%n", rate.rowsPerCommit(), rate.rowsPerSecond());
      array
          .addObject()
          .put("rowsPerCommit", rate.rowsPerCommit())
          .put("rowsPerSecond", rate.rowsPerSecond());
    }
  }

  void write(Path file) throws IOException {
    var json = AwsClient.object();
    json.set("environment", environment);
    var array = json.putArray("levels");
    levels.forEach(level -> array.add(level.json()));
    json.set("rawInserts", raw);
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
  }

  private static String number(@Nullable Double value, int decimals) {
    return value == null ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** The commit of the checkout, with a mark when files differ from it. */
  private static String revision(Path home) {
    try {
      var git =
          new ProcessBuilder("git", "describe", "--always", "--dirty")
              .directory(home.toAbsolutePath().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 ? text.strip() : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
