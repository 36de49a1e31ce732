package dev.pawl.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON as it is typed after an option: itself, {@code @FILE}, {@code file://FILE}, or {@code -} for
 * standard input.
 */
final class JsonInput {

  static final String FORMS = "JSON|@FILE|-";

  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonInput() {}

  /** The text behind the argument, unchanged: a state machine sees its input byte for byte. */
  static String read(String argument, String option) throws IOException {
    var text = text(argument);
    try {
      if (STRICT.readTree(text).isMissingNode()) {
        throw new CommandFailure(
            ExitCode.USAGE, "Expected JSON after %s, but found nothing.".formatted(option));
      }
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Expected JSON after %s, but: %s".formatted(option, e.getOriginalMessage()),
          e);
    }
    return text.strip();
  }

  private static String text(String argument) throws IOException {
    if (argument.equals("-")) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (argument.startsWith("@")) {
      return Files.readString(Path.of(argument.substring(1)));
    }
    return argument.startsWith("file://")
        ? Files.readString(Path.of(argument.substring("file://".length())))
        : argument;
  }
}
