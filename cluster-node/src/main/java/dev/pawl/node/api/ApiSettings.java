package dev.pawl.node.api;

import com.typesafe.config.Config;
import dev.pawl.engine.execution.Quotas;
import java.time.Duration;
import java.util.List;

/**
 * The block {@code pawl.api}, whose keys say what each of these means.
 *
 * @param account the account in every ARN
 * @param region the region in every ARN
 * @param tlsDirectory empty for no TLS
 * @param quotas the block {@code pawl.quotas}
 */
public record ApiSettings(
    String account,
    String region,
    String tlsDirectory,
    int connectionsMax,
    Duration idleTimeout,
    Duration firstRequestTimeout,
    Duration nextRequestTimeout,
    Duration bodyTimeout,
    int requestBytesMax,
    int uploadBytesMax,
    int waitingMax,
    Duration answerMax,
    Duration activityPoll,
    Duration stateMachineCache,
    List<String> allowedOrigins,
    Duration stopDeadline,
    Quotas quotas) {

  /** The key of the certificates, for those who set it. */
  public static final String TLS_DIRECTORY = "pawl.api.tls-directory";

  /** How much room a request has for its other members. */
  private static final int REST_BYTES = 1 << 20;

  public ApiSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** Where clients reach the port. */
  public String scheme() {
    return tlsDirectory.isEmpty() ? "http" : "https";
  }

  /** Reads the block {@code pawl.api}; with AWS's quotas. */
  public static ApiSettings of(Config api) {
    return of(api, Quotas.STRICT);
  }

  /** Reads the block {@code pawl.api}. */
  public static ApiSettings of(Config api, Quotas quotas) {
    return new ApiSettings(
        api.getString("account"),
        api.getString("region"),
        api.getString("tls-directory"),
        api.getInt("connections-max"),
        api.getDuration("idle-timeout"),
        api.getDuration("first-request-timeout"),
        api.getDuration("next-request-timeout"),
        api.getDuration("body-timeout"),
        requestBytesMax(api, quotas),
        Math.toIntExact(api.getBytes("upload-size-max")),
        api.getInt("waiting-max"),
        api.getDuration("answer-max"),
        api.getDuration("activity-poll"),
        api.getDuration("state-machine-cache"),
        api.getStringList("allowed-origins"),
        api.getDuration("stop-deadline"),
        quotas);
  }

  /** Whatever the quotas allow fits into a request, escaped as JSON in JSON mostly is. */
  private static int requestBytesMax(Config api, Quotas quotas) {
    var largest = Math.max(quotas.payloadBytesMax(), quotas.definitionBytesMax());
    return Math.toIntExact(Math.max(api.getBytes("request-size-max"), 2L * largest + REST_BYTES));
  }
}
