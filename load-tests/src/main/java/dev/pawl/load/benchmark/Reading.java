package dev.pawl.load.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.load.node.AwsError;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Every meter at one moment. Two of them make a {@link Level}. */
record Reading(
    long nanos,
    Duration node,
    Optional<Duration> database,
    Duration client,
    OptionalLong rows,
    OptionalLong commits,
    Optional<Database.Written> written) {

  static Reading take(Nodes nodes, Database database) throws IOException {
    try {
      var journals = nodes.journals();
      return new Reading(
          System.nanoTime(),
          nodes.processorTime(),
          database.processorTime(),
          Processor.ofThisProcess(),
          sum(journals, "rows"),
          sum(journals, "commits"),
          database.written());
    } catch (SQLException | AwsError e) {
      throw new IOException("Expected to read the meters, but: " + e.getMessage(), e);
    }
  }

  /** Empty if a node does not tell. */
  private static OptionalLong sum(List<JsonNode> journals, String counter) {
    return journals.stream().allMatch(journal -> journal.path(counter).isNumber())
        ? OptionalLong.of(
            journals.stream().mapToLong(journal -> journal.path(counter).longValue()).sum())
        : OptionalLong.empty();
  }
}
