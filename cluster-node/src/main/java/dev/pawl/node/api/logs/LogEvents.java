package dev.pawl.node.api.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.Answering;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.LogsShapes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Streams and records of log groups, as far as they are on this node. */
final class LogEvents {

  private static final int STREAMS = 50;
  private static final int EVENTS = 10_000;
  private static final String FORWARDS = "f/";
  private static final String BACKWARDS = "b/";

  private final LogGroups groups;

  LogEvents(LogGroups groups) {
    this.groups = groups;
  }

  List<Operation> operations() {
    return List.of(
        new Answering(LogsShapes.DESCRIBE_LOG_STREAMS, this::describeStreams),
        new Answering(LogsShapes.GET_LOG_EVENTS, this::get),
        new Answering(LogsShapes.FILTER_LOG_EVENTS, this::filter));
  }

  /** A stream, and when its first and last record here happened. */
  private record Stream(String name, long first, long last) {}

  private Reply describeStreams(Call call) {
    var input = call.input();
    var group = groups.named(input);
    var byTime = input.findText("orderBy").orElse("LogStreamName").equals("LastEventTime");
    var prefix = input.findText("logStreamNamePrefix").orElse("");
    if (byTime && !prefix.isEmpty()) {
      throw LogErrors.invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    var order =
        byTime
            ? Comparator.comparingLong(Stream::last).thenComparing(Stream::name)
            : Comparator.comparing(Stream::name);
    var found =
        streams(group).stream()
            .filter(stream -> stream.name().startsWith(prefix))
            .sorted(input.flag("descending", false) ? order.reversed() : order)
            .toList();
    var from = input.findText("nextToken").map(LogEvents::number).orElse(0);
    var to = Math.min(found.size(), from + input.findInt("limit").orElse(STREAMS));
    var answer = JsonNodeFactory.instance.objectNode();
    var list = answer.putArray("logStreams");
    found.subList(Math.min(from, to), to).forEach(stream -> list.add(shown(group, stream)));
    if (to < found.size()) {
      answer.put("nextToken", Integer.toString(to));
    }
    return Reply.of(answer);
  }

  private static int number(String token) {
    try {
      return Math.max(0, Integer.parseInt(token));
    } catch (NumberFormatException e) {
      throw LogErrors.invalidToken();
    }
  }

  /** Those of the newest records that one look reaches. */
  private static List<Stream> streams(LogGroups.Group group) {
    if (group.files().format() == LogFiles.Format.EXECUTIONS) {
      return group.files().files().isEmpty() ? List.of() : List.of(ofExecutions(group));
    }
    var streams = new LinkedHashMap<String, Stream>();
    Predicate<LogRecord> remember =
        record -> {
          if (!record.stream().isEmpty()) {
            streams.merge(
                record.stream(),
                new Stream(record.stream(), record.at(), record.at()),
                (one, other) ->
                    new Stream(
                        one.name(),
                        Math.min(one.first(), other.first()),
                        Math.max(one.last(), other.last())));
          }
          return false;
        };
    new LogReader(group.files(), remember, 1).backwards(null);
    return List.copyOf(streams.values());
  }

  private static Stream ofExecutions(LogGroups.Group group) {
    var first = new LogReader(group.files(), record -> true, 1).forwards(null).records();
    var last = new LogReader(group.files(), record -> true, 1).backwards(null).records();
    return new Stream(
        LogRecord.EXECUTIONS_STREAM,
        first.isEmpty() ? 0 : first.get(0).at(),
        last.isEmpty() ? 0 : last.get(0).at());
  }

  private ObjectNode shown(LogGroups.Group group, Stream stream) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("logStreamName", stream.name());
    node.put("creationTime", stream.first());
    node.put("firstEventTimestamp", stream.first());
    node.put("lastEventTimestamp", stream.last());
    node.put("lastIngestionTime", stream.last());
    node.put("arn", groups.arn(group.name()) + ":log-stream:" + stream.name());
    return node.put("storedBytes", 0);
  }

  private Reply get(Call call) {
    var input = call.input();
    var group = groups.named(input);
    var stream = input.text("logStreamName");
    var reader =
        new LogReader(
            group.files(),
            inTime(input).and(record -> record.stream().equals(stream)),
            input.findInt("limit").orElse(EVENTS));
    var token = input.textOrNull("nextToken");
    var forwards = token == null ? input.flag("startFromHead", false) : token.startsWith(FORWARDS);
    var start = token == null ? null : position(token);
    var found = forwards ? reader.forwards(start) : reader.backwards(start);
    if (start == null && found.records().isEmpty() && !has(group, stream)) {
      throw LogErrors.noSuchStream();
    }
    return Reply.of(page(found, forwards, start));
  }

  private static boolean has(LogGroups.Group group, String stream) {
    return streams(group).stream().anyMatch(known -> known.name().equals(stream));
  }

  private static Position position(String token) {
    if (!token.startsWith(FORWARDS) && !token.startsWith(BACKWARDS)) {
      throw LogErrors.invalidToken();
    }
    return Position.parse(token.substring(2)).orElseThrow(LogErrors::invalidToken);
  }

  /** API reference: at the end of the stream, it returns the same token you passed in. */
  private static ObjectNode page(
      LogReader.Found found, boolean forwards, @Nullable Position start) {
    var records = found.records();
    var reached = Optional.ofNullable(found.reached()).or(() -> Optional.ofNullable(start));
    var first = records.isEmpty() ? reached : Optional.of(records.get(0).from());
    var last = records.isEmpty() ? reached : Optional.of(records.get(records.size() - 1).to());
    var answer = JsonNodeFactory.instance.objectNode();
    var events = answer.putArray("events");
    for (var record : records) {
      events
          .addObject()
          .put("timestamp", record.at())
          .put("message", record.message())
          .put("ingestionTime", record.at());
    }
    var ahead = forwards ? reached : last;
    var behind = forwards ? first : reached;
    answer.put("nextForwardToken", FORWARDS + ahead.map(Position::text).orElse("0.0"));
    answer.put("nextBackwardToken", BACKWARDS + behind.map(Position::text).orElse("0.0"));
    return answer;
  }

  private Reply filter(Call call) {
    var input = call.input();
    var group = groups.named(input);
    var names = input.texts("logStreamNames");
    var prefix = input.findText("logStreamNamePrefix").orElse("");
    if (!names.isEmpty() && !prefix.isEmpty()) {
      throw LogErrors.invalidParameter(
          "logStreamNames and logStreamNamePrefix may not be specified together.");
    }
    var pattern = FilterPattern.parse(input.findText("filterPattern").orElse(""));
    Predicate<LogRecord> wanted =
        inTime(input)
            .and(record -> names.isEmpty() || names.contains(record.stream()))
            .and(record -> record.stream().startsWith(prefix))
            .and(record -> pattern.test(record.message()));
    var start =
        input
            .findText("nextToken")
            .map(token -> Position.parse(token).orElseThrow(LogErrors::invalidToken))
            .orElse(null);
    var found =
        new LogReader(group.files(), wanted, input.findInt("limit").orElse(EVENTS)).forwards(start);
    var answer = JsonNodeFactory.instance.objectNode();
    var events = answer.putArray("events");
    for (var record : found.records()) {
      events
          .addObject()
          .put("logStreamName", record.stream())
          .put("timestamp", record.at())
          .put("message", record.message())
          .put("ingestionTime", record.at())
          .put("eventId", record.from().text());
    }
    answer.putArray("searchedLogStreams");
    if (!found.atEnd() && found.reached() != null) {
      answer.put("nextToken", found.reached().text());
    }
    return Reply.of(answer);
  }

  /** From startTime to before endTime. */
  private static Predicate<LogRecord> inTime(Input input) {
    var start = Optional.ofNullable(input.longOrNull("startTime")).orElse(0L);
    var end = Optional.ofNullable(input.longOrNull("endTime")).orElse(Long.MAX_VALUE);
    return record -> record.at() >= start && record.at() < end;
  }
}
