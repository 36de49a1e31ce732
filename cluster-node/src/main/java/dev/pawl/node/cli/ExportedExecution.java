package dev.pawl.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.PinnedDefinition;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.persistence.journal.ReadableRows;
import dev.pawl.persistence.journal.UnreadableRowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file that {@code pawl export} has written.
 *
 * @param execution what the index knew of it
 * @param events all of its journal
 */
record ExportedExecution(
    JsonNode execution, List<Recorded> events, Map<String, StateMachine> machines, Quotas quotas) {

  private static final int FORMAT_VERSION = 1;

  /** It is read into memory as a whole. */
  static final long FILE_BYTES_MAX = 512L * 1024 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  ExportedExecution {
    events = List.copyOf(events);
    machines = Map.copyOf(machines);
  }

  /**
   * Reads a file.
   *
   * @throws CommandFailure if it is none of ours, newer, or damaged
   */
  static ExportedExecution read(Path file) throws IOException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw refuse(file, "at most %d bytes, but it has more".formatted(FILE_BYTES_MAX));
    }
    var json = json(file);
    var version = json.path("formatVersion").asInt();
    if (version != FORMAT_VERSION) {
      throw refuse(
          file,
          "format version %d, but found %s"
              .formatted(FORMAT_VERSION, json.path("formatVersion").asText("none")));
    }
    try {
      var events = new ArrayList<Recorded>();
      for (var row : json.path("rows")) {
        events.addAll(ReadableRows.read(row.path("events")));
      }
      return new ExportedExecution(
          json.path("execution"), events, machines(json), quotas(json.path("quotas")));
    } catch (UnreadableRowException | InvalidDefinitionException | DateTimeParseException e) {
      throw new CommandFailure(
          ExitCode.LOCAL, "Expected %s to be whole, but: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static JsonNode json(Path file) throws IOException {
    try {
      return JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          ExitCode.LOCAL,
          "Expected a file of 'pawl export' at %s, but: %s".formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  private static CommandFailure refuse(Path file, String what) {
    return new CommandFailure(ExitCode.LOCAL, "Expected %s to have %s.".formatted(file, what));
  }

  private static Map<String, StateMachine> machines(JsonNode json)
      throws InvalidDefinitionException {
    var machines = new HashMap<String, StateMachine>();
    for (var definition : json.path("definitions")) {
      machines.put(
          definition.path("hash").asText(),
          StateMachine.parse(
              definition.path("definition").asText(), MachineType.STANDARD, Integer.MAX_VALUE));
    }
    return machines;
  }

  private static Quotas quotas(JsonNode node) {
    var strict = Quotas.STRICT;
    return new Quotas(
        node.path("historyEventsMax").asInt(strict.historyEventsMax()),
        node.path("payloadBytesMax").asInt(strict.payloadBytesMax()),
        strict.decisionEventsMax(),
        strict.decisionBytesMax(),
        node.path("inlineConcurrencyMax").asInt(strict.inlineConcurrencyMax()),
        Duration.parse(
            node.path("executionDurationMax").asText(strict.executionDurationMax().toString())),
        strict.expressDurationMax(),
        strict.definitionBytesMax());
  }

  /** The machine that an event names by this hash. */
  Optional<StateMachine> machine(String definitionHash) {
    var pinned = PinnedDefinition.parse(definitionHash);
    return Optional.ofNullable(machines.get(pinned.hash()))
        .map(machine ->
            pinned.mapState() == null ? machine : machine.processorOf(pinned.mapState()));
  }
}
