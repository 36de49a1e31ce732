package dev.pawl.node.task;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The settings under {@code pawl.tasks}, and {@code pawl.execution.take-confirmation*}; {@code
 * reference.conf} explains each.
 */
public record TaskSettings(
    int offersMax,
    int pollersMax,
    Duration reloadInterval,
    Duration dispatcherIdleTimeout,
    Duration takeConfirmation,
    Duration takeConfirmationMax) {

  /** Reads the block {@code pawl}. */
  public static TaskSettings from(Config pawl) {
    var config = pawl.getConfig("tasks");
    return new TaskSettings(
        config.getInt("offers-max"),
        config.getInt("pollers-max"),
        config.getDuration("reload-interval"),
        config.getDuration("dispatcher-idle-timeout"),
        pawl.getDuration("execution.take-confirmation"),
        pawl.getDuration("execution.take-confirmation-max"));
  }
}
