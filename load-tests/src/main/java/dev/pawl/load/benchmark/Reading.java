package dev.pawl.load.benchmark;

import dev.pawl.load.node.AwsError;
import dev.pawl.load.node.NodeProcess;
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

  static Reading take(NodeProcess node, Database database) throws IOException {
    try {
      var journal = node.aws().info().path("journal");
      return new Reading(
          System.nanoTime(),
          Processor.of(node.handle()),
          database.processorTime(),
          Processor.ofThisProcess(),
          number(journal.path("rows")),
          number(journal.path("commits")),
          database.written());
    } catch (SQLException | AwsError e) {
      throw new IOException("Expected to read the meters, but: " + e.getMessage(), e);
    }
  }

  private static OptionalLong number(com.fasterxml.jackson.databind.JsonNode node) {
    return node.isNumber() ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
  }
}
