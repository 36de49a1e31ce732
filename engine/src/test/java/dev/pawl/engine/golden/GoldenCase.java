package dev.pawl.engine.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One golden history as its file tells it.
 *
 * <p>Members: {@code comment}; {@code definition}; {@code input} as JSON, or {@code inputText}
 * where the text itself matters; {@code quotas} where they differ from AWS's; {@code
 * missingActivities}; {@code steps}; {@code history}. Steps happen one after the other, each once
 * the execution has come to rest, and name a task by the id of the event that scheduled it:
 *
 * <pre>
 * {"after": "PT5S"}                             time passes, and what is due happens
 * {"take": 3, "workerName": "w"}                a worker takes the task
 * {"submit": 3, "output": …}                    the call is accepted; the result comes later
 * {"succeed": 3, "output": …}
 * {"fail": 3, "error": "…", "cause": "…"}
 * {"heartbeat": 3}
 * {"stop": {"error": "…", "cause": "…"}}
 * {"redrive": {"clientToken": "…"}}
 * </pre>
 *
 * A step that is refused says so: {@code "refused": "TASK_TIMED_OUT"}.
 */
record GoldenCase(Path file, ObjectNode json) {

  /** Something that happens: time, a command, or both. */
  record Step(Duration after, Command command, @Nullable String refused) {}

  static GoldenCase read(Path file) throws IOException, JsonTextException {
    return new GoldenCase(file, (ObjectNode) Json.parse(Files.readString(file)));
  }

  StateMachine machine() throws InvalidDefinitionException {
    return StateMachine.parse(Json.write(json.get("definition")));
  }

  Payload input() throws JsonTextException {
    if (json.has("inputText")) {
      return Payload.parse(json.get("inputText").asText());
    }
    return json.has("input") ? Payload.of(json.get("input")) : StateMachine.DEFAULT_INPUT;
  }

  Quotas quotas() {
    var asked = json.path("quotas");
    var strict = Quotas.STRICT;
    return new Quotas(
        asked.path("historyEventsMax").asInt(strict.historyEventsMax()),
        asked.path("payloadBytesMax").asInt(strict.payloadBytesMax()),
        asked.path("decisionEventsMax").asInt(strict.decisionEventsMax()),
        asked.path("decisionBytesMax").asInt(strict.decisionBytesMax()),
        asked.path("inlineConcurrencyMax").asInt(strict.inlineConcurrencyMax()),
        strict.executionDurationMax(),
        strict.expressDurationMax(),
        strict.definitionBytesMax());
  }

  boolean activityExists(String arn) {
    for (var missing : json.path("missingActivities")) {
      if (missing.asText().equals(arn)) {
        return false;
      }
    }
    return true;
  }

  List<Step> steps() {
    var steps = new ArrayList<Step>();
    json.path("steps").forEach(step -> steps.add(step(step)));
    return steps;
  }

  private static Step step(JsonNode step) {
    return new Step(
        step.has("after") ? Duration.parse(step.get("after").asText()) : Duration.ZERO,
        command(step),
        text(step, "refused"));
  }

  private static Command command(JsonNode step) {
    if (step.has("take")) {
      return new Command.StartTask(
          step.get("take").asLong(), text(step, "workerName"), GoldenHistoryTest.BEGIN);
    }
    if (step.has("submit")) {
      return new Command.SubmitTask(step.get("submit").asLong(), Payload.of(step.get("output")));
    }
    if (step.has("succeed")) {
      return new Command.SucceedTask(
          step.get("succeed").asLong(), Payload.of(step.get("output")), null);
    }
    if (step.has("fail")) {
      return new Command.FailTask(
          step.get("fail").asLong(), text(step, "error"), text(step, "cause"), null);
    }
    if (step.has("heartbeat")) {
      return new Command.HeartbeatTask(step.get("heartbeat").asLong(), null);
    }
    if (step.has("stop")) {
      return new Command.StopExecution(
          text(step.get("stop"), "error"), text(step.get("stop"), "cause"));
    }
    if (step.has("redrive")) {
      return new Command.RedriveExecution(text(step.get("redrive"), "clientToken"));
    }
    if (step.has("after")) {
      return new Command.FireTimers();
    }
    throw new AssertionError("Expected a step that is known, but found " + step);
  }

  private static @Nullable String text(JsonNode node, String member) {
    return node.path(member).asText(null);
  }

  ArrayNode history() {
    return json.path("history") instanceof ArrayNode history ? history : json.putArray("history");
  }

  /**
   * Writes the file anew with another history: one event to a line, so that a difference can be
   * read.
   */
  void update(ArrayNode history) throws IOException {
    var members =
        json.properties().stream()
            .filter(member -> !member.getKey().equals("history"))
            .map(member -> "  \"%s\": %s".formatted(member.getKey(), pretty(member.getValue())))
            .collect(Collectors.joining(",\n"));
    var events = new ArrayList<String>();
    history.forEach(event -> events.add("    " + Json.write(event)));
    Files.writeString(
        file,
        "{\n%s,\n  \"history\": [\n%s\n  ]\n}\n".formatted(members, String.join(",\n", events)));
  }

  private static String pretty(JsonNode value) {
    if (value.isArray()) {
      var elements = new ArrayList<String>();
      value.forEach(element -> elements.add("    " + Json.write(element)));
      return elements.isEmpty() ? "[]" : "[\n%s\n  ]".formatted(String.join(",\n", elements));
    }
    return value.isObject() ? value.toPrettyString().replace("\n", "\n  ") : Json.write(value);
  }
}
