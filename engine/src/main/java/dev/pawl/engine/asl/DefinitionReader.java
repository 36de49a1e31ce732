package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a whole definition: what it means, and everything that is wrong with it, in one pass. */
final class DefinitionReader {

  /** AWS, "Service quotas": the definition of a state machine, in bytes of UTF-8. */
  static final int DEFINITION_BYTES_MAX = 1_048_576;

  private static final Pattern UNRECOGNIZED = Pattern.compile("Unrecognized token '([^']*)'");

  /** How much of a text Jackson repeats when it complains about it. */
  private static final int EXCERPT_CHARS_MAX = 500;

  /** The machine is there if and only if no finding is an error. */
  record Read(Optional<StateMachine> machine, List<Diagnostic> diagnostics) {}

  private DefinitionReader() {}

  static Read read(String definition, MachineType type) {
    return read(definition, type, DEFINITION_BYTES_MAX);
  }

  static Read read(String definition, MachineType type, int bytesMax) {
    if (definition.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
      return refused(
          Diagnostic.SCHEMA_VALIDATION_FAILED,
          "Definition must not be longer than " + bytesMax + " bytes",
          null);
    }
    if (definition.isBlank()) {
      return noObject();
    }
    try {
      return readJson(Json.parse(definition), type);
    } catch (JsonTextException notJson) {
      return refusedText(definition, notJson);
    }
  }

  static Optional<QueryLanguage> readQueryLanguage(ObjectFields fields) {
    var labels = Arrays.stream(QueryLanguage.values()).map(QueryLanguage::label).toList();
    return fields
        .oneOf("QueryLanguage", labels)
        .map(label -> QueryLanguage.values()[labels.indexOf(label)]);
  }

  private static Read readJson(JsonNode json, MachineType type) {
    if (!(json instanceof ObjectNode object)) {
      return noObject();
    }
    var reading = new Reading();
    var machine = readMachine(new ObjectFields(reading, object, ""), type);
    reading.finish();
    return new Read(
        reading.hasErrors() ? Optional.empty() : Optional.of(machine), reading.diagnostics());
  }

  private static StateMachine readMachine(ObjectFields fields, MachineType type) {
    var language = readQueryLanguage(fields).orElse(QueryLanguage.JSONPATH);
    fields.reading.machineSpeaks(language);
    fields.text("Comment");
    fields.oneOf("Version", List.of("1.0"));
    var timeout = fields.integer("TimeoutSeconds", 0, Numbers.SECONDS_MAX);
    var flow = FlowReader.readMachine(fields, type);
    fields.close();
    return new StateMachine(
        flow,
        timeout.map(seconds -> OptionalInt.of(seconds.intValue())).orElse(OptionalInt.empty()),
        language,
        fields.reading.variableReferences());
  }

  private static Read noObject() {
    return refused(
        Diagnostic.SCHEMA_VALIDATION_FAILED, "Definition must be a valid JSON object", null);
  }

  private static Read refusedText(String definition, JsonTextException notJson) {
    var excerpt =
        definition.length() <= EXCERPT_CHARS_MAX
            ? '"' + definition + '"'
            : '"'
                + definition.substring(0, EXCERPT_CHARS_MAX)
                + "\"[truncated "
                + (definition.length() - EXCERPT_CHARS_MAX)
                + " chars]";
    var location =
        "[Source: (String)%s; line: %d, column: %d]"
            .formatted(excerpt, notJson.line(), column(notJson));
    return refused(
        Diagnostic.INVALID_JSON_DESCRIPTION, notJson.getMessage() + "\n at " + location, location);
  }

  // AWS's Jackson points behind a word that is no JSON, ours in front of it.
  private static int column(JsonTextException notJson) {
    var word = UNRECOGNIZED.matcher(notJson.getMessage());
    return word.lookingAt() ? notJson.column() + word.group(1).length() : notJson.column();
  }

  private static Read refused(String code, String message, @Nullable String location) {
    return new Read(Optional.empty(), List.of(Diagnostic.error(code, message, location)));
  }
}
