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

  public static MapRunSettings from(Config config) {
    return new MapRunSettings(
        config.getInt("children-max"),
        config.getInt("starts-max"),
        (int) Math.min(Integer.MAX_VALUE, config.getBytes("read-size-max")),
        config.getDuration("watch-interval"),
        config.getDuration("again-after"),
        config.getDuration("ask-timeout"),
        (int) Math.min(Integer.MAX_VALUE, config.getBytes("payload-size-max")),
        config.getBytes("result-file-size-max"));
  }
}
