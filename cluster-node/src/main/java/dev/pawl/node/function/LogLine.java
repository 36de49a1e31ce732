package dev.pawl.node.function;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * One line of a function's log.
 *
 * @param at when the pool read it
 * @param stream which process wrote it
 */
public record LogLine(Instant at, String stream, String text) {

  /** As it stands in the file: a line break inside the text would make two lines of it. */
  public String written() {
    return at + " " + stream + " " + text.replace('\n', '\r') + "\n";
  }

  /** Reads it back; a line that is not ours is all text. */
  static LogLine read(String line) {
    String[] parts = line.split(" ", 3);
    try {
      return new LogLine(Instant.parse(parts[0]), parts[1], parts[2]);
    } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
      return new LogLine(Instant.EPOCH, "", line);
    }
  }
}
