package dev.pawl.node.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.persistence.catalog.FunctionEntry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the catalog keeps of a function beside its code: the members of the API's
 * FunctionConfiguration that a user can set, and its reserved concurrency. Stored as JSON under the
 * API's names.
 *
 * @param revisionId the API's RevisionId: new with every change of code or configuration. The
 *     entry's own changes with the reserved concurrency too, which is no part of a revision
 * @param codeBytes the size of the zip
 */
public record FunctionConfiguration(
    String revisionId,
    String role,
    String runtime,
    String handler,
    String description,
    int timeoutSeconds,
    int memoryMb,
    Map<String, String> environment,
    String architecture,
    int ephemeralStorageMb,
    int codeBytes,
    OptionalInt reservedConcurrency) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public FunctionConfiguration {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** Reads what {@link #text} wrote. */
  public static FunctionConfiguration parse(String text) {
    try {
      return of(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw new AssertionError("Expected a stored configuration of a function, but: " + e, e);
    }
  }

  private static FunctionConfiguration of(JsonNode node) {
    var environment = new LinkedHashMap<String, String>();
    node.path("Environment")
        .path("Variables")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().textValue()));
    var reserved = node.path("ReservedConcurrentExecutions");
    return new FunctionConfiguration(
        node.path("RevisionId").asText(),
        node.path("Role").asText(),
        node.path("Runtime").asText(),
        node.path("Handler").asText(),
        node.path("Description").asText(),
        node.path("Timeout").asInt(),
        node.path("MemorySize").asInt(),
        environment,
        node.path("Architecture").asText(),
        node.path("EphemeralStorage").asInt(),
        node.path("CodeSize").asInt(),
        reserved.isInt() ? OptionalInt.of(reserved.intValue()) : OptionalInt.empty());
  }

  /** The same settings for other code, which is another revision. */
  public FunctionConfiguration withCode(String revisionId, String architecture, int codeBytes) {
    return new FunctionConfiguration(
        revisionId,
        role,
        runtime,
        handler,
        description,
        timeoutSeconds,
        memoryMb,
        environment,
        architecture,
        ephemeralStorageMb,
        codeBytes,
        reservedConcurrency);
  }

  public FunctionConfiguration withReservedConcurrency(OptionalInt reservedConcurrency) {
    return new FunctionConfiguration(
        revisionId,
        role,
        runtime,
        handler,
        description,
        timeoutSeconds,
        memoryMb,
        environment,
        architecture,
        ephemeralStorageMb,
        codeBytes,
        reservedConcurrency);
  }

  /** As the catalog keeps it. */
  public String text() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("RevisionId", revisionId);
    node.put("Role", role);
    node.put("Runtime", runtime);
    node.put("Handler", handler);
    node.put("Description", description);
    node.put("Timeout", timeoutSeconds);
    node.put("MemorySize", memoryMb);
    environment.forEach(node.putObject("Environment").putObject("Variables")::put);
    node.put("Architecture", architecture);
    node.put("EphemeralStorage", ephemeralStorageMb);
    node.put("CodeSize", codeBytes);
    reservedConcurrency.ifPresent(n -> node.put("ReservedConcurrentExecutions", n));
    return node.toString();
  }

  /** A function of the catalog as the pool runs it. */
  public static FunctionSpec spec(FunctionEntry entry) {
    var configuration = parse(entry.configuration());
    var version = entry.version();
    return new FunctionSpec(
        entry.name(),
        version.equals(FunctionEntry.LATEST)
            ? entry.functionArn()
            : entry.functionArn() + ":" + version,
        configuration.runtime(),
        configuration.handler(),
        configuration.timeoutSeconds(),
        configuration.memoryMb(),
        configuration.environment(),
        entry.codeSha256(),
        configuration.revisionId(),
        configuration.reservedConcurrency());
  }
}
