package dev.pawl.node.api.logs;

import java.nio.file.Path;
import java.util.List;

/** Where this node's log records lie. */
public interface LogFiles {

  /** How the lines of a file are written. */
  enum Format {
    /** One JSON record of an execution per line, with {@code event_timestamp}. */
    EXECUTIONS,
    /** Time, stream and text of a function, with blanks between. */
    FUNCTION
  }

  /**
   * The files of one log group.
   *
   * @param files oldest first
   */
  record Group(String name, Format format, List<Path> files) {
    public Group {
      files = List.copyOf(files);
    }
  }

  /** The groups that have records here, by name; blocks. */
  List<Group> groups();
}
