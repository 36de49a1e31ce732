package dev.pawl.engine.asl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.pawl.engine.expression.Location;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Definitions as people keep them in files: JSON, or YAML with the same fields. */
public final class Definitions {

  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(constraints()).build();

  /** Where something stands in a text, counted from 1. */
  public record Position(int line, int column) {}

  private Definitions() {}

  /**
   * The definition as the JSON text that is validated and stored. JSON is given back as it is;
   * whether it is JSON at all, the validator says.
   *
   * @param fileName decides the format: {@code .yaml} and {@code .yml} are YAML
   * @throws JsonTextException when YAML cannot be read, with line and column
   */
  public static String toJson(String text, String fileName) throws JsonTextException {
    return isYaml(fileName) ? Json.write(YamlDocument.read(text).json()) : text;
  }

  /**
   * Where a {@link Diagnostic}'s location stands in the text that the definition came from. A
   * location that is not there itself, such as that of a missing field, gives its nearest parent.
   */
  public static Optional<Position> position(String text, String fileName, String location) {
    var positions = positions(text, fileName);
    var where = location;
    while (!positions.containsKey(where) && where.length() > 1) {
      var cut = Math.max(where.lastIndexOf('/'), where.lastIndexOf('['));
      where = cut <= 0 ? "/" : where.substring(0, cut);
    }
    return Optional.ofNullable(positions.get(where));
  }

  /** The positions of all fields and elements of a text, as far as it can be read. */
  private static Map<String, Position> positions(String text, String fileName) {
    if (!isYaml(fileName)) {
      return positionsInJson(text);
    }
    try {
      return YamlDocument.read(text).positions();
    } catch (JsonTextException unreadable) {
      return Map.of();
    }
  }

  private static Map<String, Position> positionsInJson(String text) {
    var positions = new HashMap<String, Position>();
    try (var parser = JSON.createParser(text)) {
      parser.nextToken();
      positions.put("/", at(parser));
      collect(parser, "", positions);
    } catch (JsonProcessingException unreadable) {
      // What was found before the mistake is still right.
    } catch (IOException impossible) {
      throw new AssertionError("Expected a text in memory to be readable", impossible);
    }
    return positions;
  }

  private static void collect(JsonParser parser, String where, Map<String, Position> positions)
      throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var field = Location.member(where, parser.currentName());
        put(field, where, at(parser), positions);
        parser.nextToken();
        collect(parser, field, positions);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (var i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (parser.currentToken() == null) {
          return;
        }
        var element = Location.element(where, i);
        put(element, where, at(parser), positions);
        collect(parser, element, positions);
      }
    }
  }

  /** What is located where its parent is does not take its place. */
  static void put(String place, String parent, Position at, Map<String, Position> positions) {
    if (!place.equals(parent)) {
      positions.put(place, at);
    }
  }

  private static Position at(JsonParser parser) {
    JsonLocation location = parser.currentTokenLocation();
    return new Position(location.getLineNr(), location.getColumnNr());
  }

  private static boolean isYaml(String fileName) {
    var name = fileName.toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static StreamReadConstraints constraints() {
    return StreamReadConstraints.builder().maxNestingDepth(Json.DEPTH_MAX).build();
  }
}
