package dev.pawl.node.api;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * The block {@code pawl.api}, whose keys say what each of these means.
 *
 * @param account the account in every ARN
 * @param region the region in every ARN
 */
public record ApiSettings(
    String account,
    String region,
    int connectionsMax,
    Duration idleTimeout,
    Duration bodyTimeout,
    int requestBytesMax,
    int uploadBytesMax,
    int waitingMax,
    Duration answerMax,
    Duration activityPoll,
    Duration stateMachineCache,
    List<String> allowedOrigins,
    Duration stopDeadline) {

  public ApiSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** Reads the block {@code pawl.api}. */
  public static ApiSettings of(Config api) {
    return new ApiSettings(
        api.getString("account"),
        api.getString("region"),
        api.getInt("connections-max"),
        api.getDuration("idle-timeout"),
        api.getDuration("body-timeout"),
        Math.toIntExact(api.getBytes("request-size-max")),
        Math.toIntExact(api.getBytes("upload-size-max")),
        api.getInt("waiting-max"),
        api.getDuration("answer-max"),
        api.getDuration("activity-poll"),
        api.getDuration("state-machine-cache"),
        api.getStringList("allowed-origins"),
        api.getDuration("stop-deadline"));
  }
}
