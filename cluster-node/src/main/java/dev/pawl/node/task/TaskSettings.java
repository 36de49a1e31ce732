package dev.pawl.node.task;

import com.typesafe.config.Config;
import java.time.Duration;

/** The settings under {@code pawl.tasks}; {@code reference.conf} explains each. */
public record TaskSettings(
    int offersMax, int pollersMax, Duration reloadInterval, Duration dispatcherIdleTimeout) {

  public static TaskSettings from(Config config) {
    return new TaskSettings(
        config.getInt("offers-max"),
        config.getInt("pollers-max"),
        config.getDuration("reload-interval"),
        config.getDuration("dispatcher-idle-timeout"));
  }
}
