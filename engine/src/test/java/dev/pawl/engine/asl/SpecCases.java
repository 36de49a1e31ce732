package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.json.JsonTextException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The tables in {@code spec/*.yaml}: a list of cases each, told in one sentence by {@code case}.
 */
final class SpecCases {

  private SpecCases() {}

  static List<ObjectNode> of(String file) {
    return StreamSupport.stream(read(file).spliterator(), false)
        .map(node -> (ObjectNode) node)
        .toList();
  }

  private static JsonNode read(String file) {
    try (var stream = SpecCases.class.getResourceAsStream("/spec/" + file)) {
      if (stream == null) {
        throw new AssertionError("Expected a resource spec/" + file);
      }
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return YamlDocument.read(text).json();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonTextException e) {
      throw new AssertionError(file + ":" + e.line() + ": " + e.getMessage(), e);
    }
  }
}
