package dev.pawl.node.execution;

import com.typesafe.config.Config;
import java.time.Duration;

/** The settings under {@code pawl.execution}; {@code reference.conf} explains each. */
public record ExecutionSettings(
    Duration idleTimeout,
    Duration idleCheck,
    long memoryMax,
    Duration softFactDelay,
    Duration takeConfirmation,
    Duration takeConfirmationMax,
    Duration askTimeout,
    Duration requestTimeout,
    Duration sweepInterval,
    Duration orphanSweepInterval,
    Duration slowSweepInterval,
    Duration pauseRefreshInterval,
    Duration wakeAhead,
    int wakeBatch,
    int journalDepthMax,
    int stashMax,
    int snapshotRows,
    long snapshotBytes,
    int quarantineFailures,
    Duration quarantinePauseMin,
    Duration quarantinePauseMax) {

  public static ExecutionSettings from(Config config) {
    return new ExecutionSettings(
        config.getDuration("idle-timeout"),
        config.getDuration("idle-check"),
        memoryMax(config),
        config.getDuration("soft-fact-delay"),
        config.getDuration("take-confirmation"),
        config.getDuration("take-confirmation-max"),
        config.getDuration("ask-timeout"),
        config.getDuration("request-timeout"),
        config.getDuration("sweep-interval"),
        config.getDuration("orphan-sweep-interval"),
        config.getDuration("slow-sweep-interval"),
        config.getDuration("pause-refresh-interval"),
        config.getDuration("wake-ahead"),
        config.getInt("wake-batch"),
        config.getInt("journal-depth-max"),
        config.getInt("stash-max"),
        config.getInt("snapshot-rows"),
        config.getBytes("snapshot-size"),
        config.getInt("quarantine.failures"),
        config.getDuration("quarantine.pause-min"),
        config.getDuration("quarantine.pause-max"));
  }

  private static long memoryMax(Config config) {
    return config.getString("memory-max").equals("auto")
        ? Runtime.getRuntime().maxMemory() / 2
        : config.getBytes("memory-max");
  }
}
