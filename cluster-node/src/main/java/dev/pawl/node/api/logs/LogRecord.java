package dev.pawl.node.api.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.node.api.logs.LogFiles.Format;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of a log.
 *
 * @param at when it happened, in milliseconds
 * @param from where it begins in its file
 * @param to where the next one begins
 */
record LogRecord(long at, String stream, String message, Position from, Position to) {

  /** The one stream of a group of executions. */
  static final String EXECUTIONS_STREAM = "states";

  private static final JsonFactory JSON = new JsonFactory();
  private static final String TIME = "event_timestamp";

  /** Reads a line; one that is not ours is all text, of the beginning of time. */
  static LogRecord read(Format format, String line, Position from, Position to) {
    return switch (format) {
      case EXECUTIONS -> new LogRecord(time(line), EXECUTIONS_STREAM, line, from, to);
      case FUNCTION -> function(line, from, to);
    };
  }

  private static LogRecord function(String line, Position from, Position to) {
    var parts = List.of(line.split(" ", 3));
    try {
      if (parts.size() == 3) {
        var at = Instant.parse(parts.get(0)).toEpochMilli();
        // Line breaks inside an event are written as carriage returns.
        return new LogRecord(at, parts.get(1), parts.get(2).replace('\r', '\n'), from, to);
      }
    } catch (DateTimeException e) {
      // It is all text.
    }
    return new LogRecord(0, "", line, from, to);
  }

  private static long time(String line) {
    try (var parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return 0;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var name = parser.currentName();
        parser.nextToken();
        if (name.equals(TIME)) {
          return number(parser.getValueAsString());
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      // Not ours.
    }
    return 0;
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
