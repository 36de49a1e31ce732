package dev.pawl.node.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.NodeDoor;
import dev.pawl.node.cluster.ClusterView;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.function.FunctionPool;
import dev.pawl.node.function.LogLine;
import dev.pawl.node.observe.Health;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.DatabaseSettings;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.persistence.journal.Slices;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What the command line asks of this node. */
final class LocalNode implements NodeDoor {
  /** Lines of a log that may wait for a slow reader; the oldest are dropped then. */
  private static final int LOG_LINES_WAITING_MAX = 10_000;

  /** Executions that one answer names. */
  private static final int EXECUTIONS_MAX = 10_000;

  private final NodeSettings settings;
  private final Database database;
  private final FunctionPool pool;
  private final ClusterView cluster;
  private final Executions executions;
  private final Clock clock;
  private final Executor blocking;
  private final Observation observation;

  LocalNode(
      NodeSettings settings,
      Database database,
      FunctionPool pool,
      ClusterView cluster,
      Executions executions,
      Clock clock,
      Executor blocking,
      Observation observation) {
    this.settings = settings;
    this.database = database;
    this.pool = pool;
    this.cluster = cluster;
    this.executions = executions;
    this.clock = clock;
    this.blocking = blocking;
    this.observation = observation;
  }

  @Override
  public JsonNode info() {
    var info = JsonNodeFactory.instance.objectNode();
    var version = Optional.ofNullable(PawlNode.class.getPackage().getImplementationVersion());
    info.put("version", version.orElse("development"));
    info.put("pid", ProcessHandle.current().pid());
    info.put("java", Runtime.version().toString());
    info.put("dataDirectory", dataDirectory().toString());
    info.put("database", kind());
    info.put("cpuNanos", cpuNanos());
    info.set("journal", journal());
    info.set("cluster", cluster());
    info.put("timerLagMillis", timerLagMillis());
    return info;
  }

  @Override
  public JsonNode executions() {
    var here = JsonNodeFactory.instance.objectNode();
    executions.here(EXECUTIONS_MAX).forEach(here.putArray("executions")::add);
    var aside = here.putArray("setAside");
    for (var patient : executions.quarantine().all()) {
      aside
          .addObject()
          .put("executionArn", patient.executionArn())
          .put("failures", patient.failures())
          .put("until", patient.until().toString())
          .put("cause", patient.cause());
    }
    return here;
  }

  @Override
  public String metrics() {
    return observation.metrics().page();
  }

  @Override
  public Health.Report ready() {
    return observation.health().ready();
  }

  private Path dataDirectory() {
    return settings.dataDirectory().toAbsolutePath().normalize();
  }

  private String kind() {
    return switch (settings.database().location()) {
      case DatabaseSettings.Embedded ignored -> "h2";
      case DatabaseSettings.PostgreSql ignored -> "postgresql";
    };
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : -1;
  }

  /** How long the most overdue timer of a parked execution has been due. */
  private long timerLagMillis() {
    var now = clock.instant();
    return database.executions().due(now, 0, Slices.COUNT, 1).stream()
        .map(ExecutionSummary::wakeAt)
        .filter(Objects::nonNull)
        .mapToLong(due -> Duration.between(due, now).toMillis())
        .findFirst()
        .orElse(0);
  }

  private ObjectNode cluster() {
    var counts = cluster.counts();
    var members = JsonNodeFactory.instance.objectNode();
    members.put("address", cluster.address().toString());
    members.put("incarnation", cluster.incarnation());
    members.put("members", counts.members());
    members.put("unreachable", counts.unreachable());
    members.put("shards", executions.shards());
    members.put("executionsInMemory", executions.inMemory());
    members.put("executionsFollowed", executions.followers().size());
    return members;
  }

  private ObjectNode journal() {
    var metrics = database.writer().metrics();
    var journal = JsonNodeFactory.instance.objectNode();
    journal.put("depth", database.writer().depth());
    journal.put("rows", metrics.rows());
    journal.put("commits", metrics.commits());
    return journal;
  }

  @Override
  public CompletionStage<JsonNode> backup(String file) {
    return CompletableFuture.supplyAsync(() -> backUp(Path.of(file)), blocking);
  }

  private JsonNode backUp(Path file) {
    try {
      database.backUp(file);
      return JsonNodeFactory.instance
          .objectNode()
          .put("file", file.toAbsolutePath().normalize().toString())
          .put("bytes", Files.size(file));
    } catch (UnsupportedOperationException | IOException e) {
      throw ApiError.validation(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Source<ByteString, NotUsed> functionLog(String functionName, int lines, boolean follow) {
    var tail = Source.from(pool.logs().tail(functionName, lines)).map(LocalNode::line);
    return follow ? tail.concat(following(functionName)) : tail;
  }

  private Source<ByteString, NotUsed> following(String functionName) {
    return Source.<LogLine>queue(LOG_LINES_WAITING_MAX, OverflowStrategy.dropHead())
        .mapMaterializedValue(queue -> {
          var following = pool.logs().follow(functionName, queue::offer);
          queue.watchCompletion().whenComplete((done, failure) -> following.close());
          return NotUsed.getInstance();
        })
        .map(LocalNode::line);
  }

  private static ByteString line(LogLine line) {
    return ByteString.fromString(line.written());
  }
}
