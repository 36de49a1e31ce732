package dev.pawl.node.cli.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code function.json} beside the code of a function. Only {@code runtime} and {@code
 * handler} are needed; {@code docs/functions.md} describes the others.
 *
 * @param code where the code lies, relative to this file: a directory or a zip
 * @param libraries jars of the node that the zip takes along, such as {@code h2}
 */
record FunctionDescription(
    @Nullable String description,
    String runtime,
    String handler,
    String code,
    List<String> libraries,
    int timeout,
    int memory,
    Map<String, String> environment,
    @Nullable Integer reservedConcurrency) {

  static final String FILE = "function.json";

  // Lambda's own defaults are 3 s and 128 MB.
  private static final int TIMEOUT_SECONDS = 3;
  private static final int MEMORY_MB = 128;

  FunctionDescription {
    libraries = List.copyOf(libraries);
    environment = Map.copyOf(environment);
  }

  static FunctionDescription read(Path directory) throws IOException, DeploymentFailure {
    var file = directory.resolve(FILE);
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(Files.readString(file), Members.class)
          .checked(file);
    } catch (JsonProcessingException e) {
      throw new DeploymentFailure(
          "Expected a description of a function in " + file + ", but: " + e.getOriginalMessage());
    }
  }

  /** As it stands in the file, where nearly everything may be left out. */
  private record Members(
      @Nullable String description,
      @Nullable String runtime,
      @Nullable String handler,
      @Nullable String code,
      @Nullable List<String> libraries,
      @Nullable Integer timeout,
      @Nullable Integer memory,
      @Nullable Map<String, String> environment,
      @Nullable Integer reservedConcurrency) {

    FunctionDescription checked(Path file) throws DeploymentFailure {
      if (runtime == null || handler == null) {
        throw new DeploymentFailure(
            "Expected " + file + " to have the members \"runtime\" and \"handler\".");
      }
      return new FunctionDescription(
          description,
          runtime,
          handler,
          Objects.requireNonNullElse(code, "."),
          Objects.requireNonNullElse(libraries, List.of()),
          Objects.requireNonNullElse(timeout, TIMEOUT_SECONDS),
          Objects.requireNonNullElse(memory, MEMORY_MB),
          Objects.requireNonNullElse(environment, Map.of()),
          reservedConcurrency);
    }
  }
}
