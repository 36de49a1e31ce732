package dev.pawl.node.api.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place in a log, which stays what it is when files are renamed.
 *
 * @param file the number of the file in its file system
 * @param offset in bytes
 */
record Position(String file, long offset) {

  private static final char SEPARATOR = '.';

  /** What a file is called in positions; its name where file systems do not number them. */
  static String fileId(Path file) throws IOException {
    try {
      return String.valueOf(Files.getAttribute(file, "unix:ino"));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return "n" + file.getFileName();
    }
  }

  String text() {
    return file + SEPARATOR + offset;
  }

  static Optional<Position> parse(String text) {
    var separator = text.lastIndexOf(SEPARATOR);
    try {
      var offset = Long.parseLong(text.substring(separator + 1));
      return separator > 0 && offset >= 0
          ? Optional.of(new Position(text.substring(0, separator), offset))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
