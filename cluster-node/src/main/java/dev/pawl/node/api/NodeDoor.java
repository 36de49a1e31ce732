package dev.pawl.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.observe.Health;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What the command line asks of a running node. */
public interface NodeDoor {

  /** Version, addresses, data directory, database, and what is hot. */
  JsonNode info();

  /**
   * Which executions are in memory here: {@code {"executions": [ARN, …]}}, 10,000 at most; and
   * under {@code setAside} those that fail whenever they are taken up.
   */
  JsonNode executions();

  /** What Prometheus reads. */
  String metrics();

  /** Whether the node is ready, and if not, why. */
  Health.Report ready();

  /**
   * Copies the database to a file of this name while the node goes on.
   *
   * @return what was written, and how large it is
   */
  CompletionStage<JsonNode> backup(String file);

  /**
   * The log of a function, one line per element, each with its line break.
   *
   * @param lines how many of the last ones to begin with
   * @param follow go on with the lines that come, until nobody reads
   */
  Source<ByteString, NotUsed> functionLog(String functionName, int lines, boolean follow);
}
