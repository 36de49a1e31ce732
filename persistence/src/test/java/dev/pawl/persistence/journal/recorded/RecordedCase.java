package dev.pawl.persistence.journal.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Limited;
import dev.pawl.engine.execution.Pinned;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.Revision;
import dev.pawl.engine.execution.StartedBy;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import dev.pawl.persistence.journal.ExecutionRow;
import dev.pawl.persistence.journal.ExecutionRowSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One execution as a release has recorded it.
 *
 * <p>By hand: {@code comment}, {@code definition}, {@code input}, {@code startedBy}; {@code
 * commands}, which led to the rows; {@code then}, which leads from there to the end. Recorded:
 * {@code rows} as they are in {@code event_journal}, {@code state} after them, {@code end}. A
 * command names a task by the id of the event that scheduled it:
 *
 * <pre>
 * {"after": "PT5S"}                        time passes, and what is due happens
 * {"take": 3, "workerName": "w"}           a worker takes the task
 * {"submit": 3, "output": …}               the call is accepted; the result comes later
 * {"succeed": 3, "output": …, "request": 7}
 * {"fail": 3, "error": "…", "cause": "…"}
 * {"heartbeat": 3}
 * {"stop": {"error": "…", "cause": "…"}}
 * {"resume": true}                         another node takes the execution up
 * {"told": true}                           the execution that started this one knows of its end
 * {"redrive": "token"}                     it has ended badly, and is taken up again
 * {"redriveFrom": "A", "input": …}          it has ended, and goes on from that state
 * {"migrate": "another"}                   to that member of "definitions"
 * {"pause": "why"}                         it stands still
 * {"goOn": true}                           and goes on
 * {"signal": "name", "id": "…", "output": …}
 * {"mapRun": "confirm"}                    the Map Run exists
 * {"mapRun": "succeed", "output": …}       it has ended well; or "fail", with "error" and "cause"
 * </pre>
 */
record RecordedCase(Path file, ObjectNode json) {

  static final String ARN = "arn:aws:states:us-east-1:000000000000:";

  /** Stands for the ARN of the newest Map Run. */
  static final String MAP_RUN = "the Map Run";

  /** One row of the journal, as far as its content goes. */
  record Row(int serializer, String manifest, byte[] bytes) {

    static Row of(List<Recorded> events) {
      var serializer = new ExecutionRowSerializer();
      var row = ExecutionRow.of(events, null);
      return new Row(serializer.identifier(), serializer.manifest(row), serializer.toBinary(row));
    }

    List<Recorded> events() {
      if (serializer != ExecutionRowSerializer.IDENTIFIER) {
        throw new AssertionError("Expected a serializer of that number, but found " + serializer);
      }
      return ((ExecutionRow) new ExecutionRowSerializer().fromBinary(bytes, manifest)).events();
    }
  }

  /** Something that happens, so long after what happened before. */
  record Step(Duration after, Command command) {}

  static RecordedCase read(Path file) {
    try {
      return new RecordedCase(file, (ObjectNode) Json.parse(Files.readString(file)));
    } catch (IOException | JsonTextException e) {
      throw new AssertionError("Expected a recorded execution: " + file, e);
    }
  }

  String name() {
    return file.getFileName().toString().replace(".json", "");
  }

  StateMachine machine() {
    return machine(json.get("definition"));
  }

  /** One that it goes over to. */
  Optional<StateMachine> definition(String hash) {
    return Optional.ofNullable(json.path("definitions").get(hash)).map(this::machine);
  }

  private StateMachine machine(JsonNode definition) {
    try {
      return StateMachine.parse(Json.write(definition));
    } catch (InvalidDefinitionException e) {
      throw new AssertionError("Expected a valid definition: " + file, e);
    }
  }

  Command.StartExecution start() {
    return new Command.StartExecution(
        ARN + "execution:recorded:" + name(),
        name(),
        ARN + "stateMachine:recorded",
        "definition",
        "arn:aws:iam::000000000000:role/recorded",
        false,
        json.has("input") ? Payload.of(json.get("input")) : StateMachine.DEFAULT_INPUT,
        "seal of " + name(),
        json.path("traceHeader").asText(null),
        Optional.ofNullable(json.get("startedBy")).map(RecordedCase::startedBy).orElse(null),
        null,
        limited(json));
  }

  private static @Nullable Limited limited(JsonNode node) {
    return node.has("limited")
        ? new Limited(node.get("limited").path("keyPath").asText(null))
        : null;
  }

  private static StartedBy startedBy(JsonNode by) {
    return by.has("mapRunArn")
        ? StartedBy.mapRun(
            by.get("mapRunArn").asText(), by.get("index").asLong(), by.get("items").asInt())
        : new StartedBy(by.get("taskToken").asText(), by.get("resource").asText());
  }

  List<Step> steps(String member) {
    return StreamSupport.stream(json.path(member).spliterator(), false)
        .map(RecordedCase::step)
        .toList();
  }

  private static Step step(JsonNode step) {
    return new Step(
        step.has("after") ? Duration.parse(step.get("after").asText()) : Duration.ZERO,
        command(step));
  }

  private static Command command(JsonNode step) {
    var kind =
        List.of(
                "take",
                "submit",
                "succeed",
                "fail",
                "heartbeat",
                "stop",
                "resume",
                "told",
                "mapRun",
                "permit",
                "redrive",
                "redriveFrom",
                "migrate",
                "pause",
                "goOn",
                "signal")
            .stream()
            .filter(step::has)
            .findFirst()
            .orElse("after");
    var task = step.path(kind).asLong();
    return switch (kind) {
      case "take" -> new Command.StartTask(task, text(step, "workerName"), Instant.EPOCH);
      case "submit" -> new Command.SubmitTask(task, output(step));
      case "succeed" ->
          new Command.SucceedTask(task, output(step), null, step.path("request").asLong());
      case "fail" -> new Command.FailTask(task, text(step, "error"), text(step, "cause"), null);
      case "heartbeat" -> new Command.HeartbeatTask(task, null);
      case "stop" ->
          new Command.StopExecution(text(step.get(kind), "error"), text(step.get(kind), "cause"));
      case "resume" -> new Command.Resume();
      case "told" -> new Command.ConfirmStarterTold();
      case "mapRun" -> ofMapRun(step);
      case "pause" -> new Command.PauseExecution(text(step, "pause"));
      case "goOn" -> new Command.ResumeExecution();
      case "signal" ->
          new Command.SignalExecution(
              String.valueOf(text(step, "signal")), String.valueOf(text(step, "id")), output(step));
      case "permit" -> new Command.TakePermit((int) task);
      case "redrive" -> new Command.RedriveExecution(text(step, "redrive"), limited(step));
      case "redriveFrom" ->
          new Command.RedriveExecutionFrom(
              new Event.Restart(
                  step.get(kind).asText(),
                  Payload.of(step.get("input")),
                  Map.of("v", step.get("input"))),
              step.get("lastEventId").asLong(),
              null);
      case "migrate" ->
          new Command.MigrateExecution(
              new Pinned(
                  step.get(kind).asText(),
                  "arn:aws:iam::000000000000:role/other",
                  new Revision("revision", null, null, null)));
      default -> new Command.FireTimers();
    };
  }

  /** The Map Run is found when it happens: its ARN is drawn by chance. */
  private static Command ofMapRun(JsonNode step) {
    return switch (step.get("mapRun").asText()) {
      case "confirm" -> new Command.ConfirmMapRun(MAP_RUN, 0);
      case "succeed" -> new Command.SucceedMapRun(MAP_RUN, 0, output(step));
      default -> new Command.FailMapRun(MAP_RUN, 0, text(step, "error"), text(step, "cause"));
    };
  }

  private static Payload output(JsonNode step) {
    return Payload.of(step.get("output"));
  }

  private static @Nullable String text(JsonNode node, String member) {
    return node.path(member).asText(null);
  }

  boolean isRecorded() {
    return json.has("rows");
  }

  List<Row> rows() {
    var rows = new ArrayList<Row>();
    for (var row : json.path("rows")) {
      rows.add(
          new Row(
              row.get("serializer").asInt(),
              row.get("manifest").asText(),
              Base64.getDecoder().decode(row.get("bytes").asText())));
    }
    return List.copyOf(rows);
  }

  /** Writes what happened into the file; never over what is there. */
  void record(List<Row> rows, JsonNode state, JsonNode end) throws IOException {
    if (isRecorded()) {
      throw new AssertionError("Expected nothing to be recorded yet, but it is: " + file);
    }
    var recorded = json.putArray("rows");
    for (var row : rows) {
      recorded
          .addObject()
          .put("serializer", row.serializer())
          .put("manifest", row.manifest())
          .put("bytes", Base64.getEncoder().encodeToString(row.bytes()));
    }
    json.set("state", state);
    json.set("end", end);
    var members = new ArrayList<String>();
    json.properties().forEach(member -> members.add(line(member)));
    Files.writeString(file, "{\n" + String.join(",\n", members) + "\n}\n");
  }

  /** One element of a list, or one member, to a line: a difference shall be readable. */
  private static String line(Map.Entry<String, JsonNode> member) {
    var value = member.getValue();
    var text = Json.write(value);
    if (value.isArray() && !value.isEmpty()) {
      var elements = new ArrayList<String>();
      value.forEach(element -> elements.add("    " + Json.write(element)));
      text = "[\n%s\n  ]".formatted(String.join(",\n", elements));
    } else if (value.isObject() && !value.isEmpty()) {
      var parts = new ArrayList<String>();
      value
          .properties()
          .forEach(part ->
              parts.add("    \"%s\": %s".formatted(part.getKey(), Json.write(part.getValue()))));
      text = "{\n%s\n  }".formatted(String.join(",\n", parts));
    }
    return "  \"%s\": %s".formatted(member.getKey(), text);
  }
}
