package dev.pawl.node.maprun;

import com.typesafe.config.Config;
import java.time.Duration;

/** The settings under {@code pawl.map-run}; {@code reference.conf} explains each. */
public record MapRunSettings(
    int childrenMax,
    int startsMax,
    int readBytesMax,
    Duration watchInterval,
    Duration againAfter,
    Duration askTimeout,
    int payloadBytesMax,
    long resultFileBytesMax) {

  /**
   * @param payloadBytesMax how large the input of a child may be, and the results that become the
   *     output of the state
   */
  public static MapRunSettings from(Config config, int payloadBytesMax) {
    return new MapRunSettings(
        config.getInt("children-max"),
        config.getInt("starts-max"),
        (int) Math.min(Integer.MAX_VALUE, config.getBytes("read-size-max")),
        config.getDuration("watch-interval"),
        config.getDuration("again-after"),
        config.getDuration("ask-timeout"),
        payloadBytesMax,
        config.getBytes("result-file-size-max"));
  }
}
