package dev.pawl.node.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.Revision;
import dev.pawl.engine.history.HistoryView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of executions whose machine asks for them (developer guide, "Logging in CloudWatch
 * Logs"): one file per log group, one JSON record per event and line, in the shape in which AWS
 * writes them to CloudWatch.
 *
 * <p>An execution never waits for its log. As with AWS, delivery is best effort: each node writes
 * what it decides, in its own directory; what does not fit into the queue, or is in it when the
 * node dies, is missing. The history is complete in any case.
 */
public final class ExecutionLogs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExecutionLogs.class);
  private static final String SUFFIX = ".log";
  private static final int QUEUE_MAX = 10_000;
  private static final int BATCH_MAX = 1_000;
  private static final String DETAILS = "EventDetails";
  private static final List<String> DATA = List.of("input", "output", "parameters");

  private final Path directory;
  private final String region;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private volatile boolean closing;

  private record Entry(
      Revision.Logging logging, String executionArn, int redriveCount, Recorded recorded) {}

  private ExecutionLogs(Path directory, String region) {
    this.directory = directory;
    this.region = region;
    this.writer = Thread.ofPlatform().daemon().name("pawl-execution-logs").unstarted(this::run);
  }

  /** Writes below this directory until it is closed. */
  public static ExecutionLogs open(Path directory, String region) {
    var logs = new ExecutionLogs(directory, region);
    logs.writer.start();
    return logs;
  }

  /** What an execution has just stored, and what it is now; returns at once. */
  public void stored(Execution execution, List<Recorded> events) {
    var origin = execution.origin();
    var logging = origin == null ? null : origin.revision().logging();
    if (origin == null || logging == null) {
      return;
    }
    for (var recorded : events) {
      if (HistoryView.isShown(recorded) && isWanted(logging.level(), recorded)) {
        var entry = new Entry(logging, origin.executionArn(), execution.redriveCount(), recorded);
        if (!queue.offer(entry)) {
          dropped.incrementAndGet();
        }
      }
    }
  }

  /** Developer guide, "Log levels for Step Functions execution events". */
  private static boolean isWanted(String level, Recorded recorded) {
    var type = HistoryView.type(recorded.event());
    return switch (level) {
      case "ALL" -> true;
      case "ERROR" ->
          type.endsWith("Failed")
              || type.endsWith("TimedOut")
              || type.endsWith("Aborted")
              || type.equals("FailStateEntered");
      case "FATAL" ->
          type.equals("ExecutionFailed")
              || type.equals("ExecutionTimedOut")
              || type.equals("ExecutionAborted");
      default -> false;
    };
  }

  private void run() {
    while (!closing || !queue.isEmpty()) {
      try {
        var entries = new ArrayList<Entry>();
        entries.add(queue.take());
        queue.drainTo(entries, BATCH_MAX);
        write(entries);
      } catch (InterruptedException e) {
        closing = true;
      }
    }
  }

  private void write(List<Entry> entries) {
    var lines = new LinkedHashMap<String, List<String>>();
    for (var entry : entries) {
      lines
          .computeIfAbsent(entry.logging().logGroup(), group -> new ArrayList<>())
          .add(line(entry).toString());
    }
    lines.forEach(this::append);
    var lost = dropped.getAndSet(0);
    if (lost > 0) {
      LOG.warn("{} records of execution logs were dropped: they came faster than the disk.", lost);
    }
  }

  private void append(String group, List<String> lines) {
    try {
      Files.createDirectories(directory);
      Files.write(file(group), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("{} records for log group {} could not be written: {}", lines.size(), group, e);
    }
  }

  /** Where the records of a log group are. */
  public Path file(String group) {
    return directory.resolve(URLEncoder.encode(group, StandardCharsets.UTF_8) + SUFFIX);
  }

  /** The log groups that have a file here. */
  public List<String> groups() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode line(Entry entry) {
    var logging = entry.logging();
    var event = new HistoryView(region, logging.includeExecutionData()).toApi(entry.recorded());
    var line = JsonNodeFactory.instance.objectNode();
    line.put("id", event.path("id").asText());
    line.put("type", event.path("type").asText());
    line.set("details", details(event, logging.includeExecutionData()));
    line.put("previous_event_id", event.path("previousEventId").asText());
    line.put("event_timestamp", Long.toString(entry.recorded().at().toEpochMilli()));
    line.put("execution_arn", entry.executionArn());
    return line.put("redrive_count", Integer.toString(entry.redriveCount()));
  }

  private static JsonNode details(ObjectNode event, boolean includeData) {
    for (var member : event.properties()) {
      if (member.getKey().endsWith(DETAILS) && member.getValue() instanceof ObjectNode details) {
        if (!includeData) {
          DATA.forEach(name -> details.remove(List.of(name, name + "Details")));
        }
        return details;
      }
    }
    return JsonNodeFactory.instance.objectNode();
  }

  /** Writes what waits. */
  @Override
  public void close() {
    closing = true;
    writer.interrupt();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
