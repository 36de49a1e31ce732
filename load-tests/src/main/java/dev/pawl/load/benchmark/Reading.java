package dev.pawl.load.benchmark;

import dev.pawl.load.node.AwsError;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
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
      return new Reading(
          System.nanoTime(),
          nodes.processorTime(),
          database.processorTime(),
          Processor.ofThisProcess(),
          nodes.journal("rows"),
          nodes.journal("commits"),
          database.written());
    } catch (SQLException | AwsError e) {
      throw new IOException("Expected to read the meters, but: " + e.getMessage(), e);
    }
  }
}
