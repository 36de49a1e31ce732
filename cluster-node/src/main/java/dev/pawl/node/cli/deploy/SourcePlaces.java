package dev.pawl.node.cli.deploy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the values of a JSON or YAML text stand in it, by the paths that AWS's diagnostics use. */
public final class SourcePlaces {

  static final Place START = new Place(1, 1);

  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
  // AWS gives the place of a syntax error in Jackson's words.
  private static final Pattern JACKSON = Pattern.compile("line: (\\d+), column: (\\d+)");

  private final Map<String, Place> places = new HashMap<>();

  private SourcePlaces() {}

  /** Line and column, both from 1. */
  public record Place(int line, int column) {}

  /**
   * Reads as far as the text is well formed; what comes later has the place of what contains it.
   */
  static SourcePlaces of(JsonFactory format, String text) {
    var places = new SourcePlaces();
    try (var parser = format.createParser(text)) {
      places.read(parser);
    } catch (IOException malformed) {
      // The validator says so itself.
    }
    return places;
  }

  /**
   * The place of {@code /States/A/Choices[0]/Next}, or of the nearest thing around it that is
   * there.
   */
  Place of(@Nullable String location) {
    if (location == null) {
      return START;
    }
    var jackson = JACKSON.matcher(location);
    if (jackson.find()) {
      return new Place(Integer.parseInt(jackson.group(1)), Integer.parseInt(jackson.group(2)));
    }
    var path = INDEX.matcher(location).replaceAll("/$1");
    while (!path.isEmpty() && !places.containsKey(path)) {
      path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
    return places.getOrDefault(path, START);
  }

  private void read(JsonParser parser) throws IOException {
    Deque<Level> levels = new ArrayDeque<>();
    for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
      var level = levels.peek();
      if (token == JsonToken.FIELD_NAME && level != null) {
        level.step = parser.currentName();
        put(level.path + "/" + level.step, parser.currentTokenLocation());
      } else if (token.isStructEnd()) {
        levels.pop();
      } else {
        var path = level == null ? "" : level.enter(this, parser.currentTokenLocation());
        if (token.isStructStart()) {
          levels.push(new Level(path, token == JsonToken.START_ARRAY));
        }
      }
    }
  }

  private void put(String path, JsonLocation at) {
    places.put(path, new Place(at.getLineNr(), at.getColumnNr()));
  }

  /** An object or array that is being read. */
  private static final class Level {
    final String path;
    final boolean array;
    int index;
    String step = "";

    Level(String path, boolean array) {
      this.path = path;
      this.array = array;
    }

    /** The path of the value that begins here. */
    String enter(SourcePlaces places, JsonLocation at) {
      if (!array) {
        return path + "/" + step;
      }
      var element = path + "/" + index++;
      places.put(element, at);
      return element;
    }
  }
}
