package dev.pawl.node.cluster;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * {@code pawl.cluster} and what of Pekko's goes with it.
 *
 * @param minorityPatience how long a side without majority waits before it asks the witness
 * @param witnessPatience how long it goes on without an answer of the witness
 * @param disagreementPatience how long some may not hear a member that most do hear
 * @param watchersMax how many members watch one
 */
record DowningSettings(
    Duration minorityPatience,
    Duration witnessPatience,
    Duration disagreementPatience,
    int watchersMax) {

  static DowningSettings from(Config config) {
    var pawl = config.getConfig("pawl.cluster");
    return new DowningSettings(
        pawl.getDuration("minority-patience"),
        pawl.getDuration("witness-patience"),
        pawl.getDuration("disagreement-patience"),
        config.getInt("pekko.cluster.failure-detector.monitored-by-nr-of-members"));
  }
}
