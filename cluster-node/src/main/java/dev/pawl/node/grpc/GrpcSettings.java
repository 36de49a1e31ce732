package dev.pawl.node.grpc;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The block {@code pawl.grpc}, whose keys say what each of these means.
 *
 * @param port empty for none; 0 for any free one
 * @param tlsDirectory empty for no TLS
 */
public record GrpcSettings(
    OptionalInt port,
    String host,
    String tlsDirectory,
    int connectionsMax,
    int callsMax,
    int messageBytesMax,
    Duration pingInterval,
    Duration idleTimeout,
    Duration followInterval,
    Duration deliverWithin,
    Duration stopDeadline) {

  /** The key of the port, for those who set it. */
  public static final String PORT = "pawl.grpc.port";

  /** The key of the address. */
  public static final String HOST = "pawl.grpc.host";

  /** The key of the directory with certificate and key. */
  public static final String TLS_DIRECTORY = "pawl.grpc.tls-directory";

  /** Reads the block {@code pawl.grpc}. */
  public static GrpcSettings of(Config grpc) {
    var port = grpc.getString("port");
    return new GrpcSettings(
        port.equals("off") ? OptionalInt.empty() : OptionalInt.of(grpc.getInt("port")),
        grpc.getString("host"),
        grpc.getString("tls-directory"),
        grpc.getInt("connections-max"),
        grpc.getInt("calls-max"),
        Math.toIntExact(grpc.getBytes("message-size-max")),
        grpc.getDuration("ping-interval"),
        grpc.getDuration("idle-timeout"),
        grpc.getDuration("follow-interval"),
        grpc.getDuration("deliver-within"),
        grpc.getDuration("stop-deadline"));
  }
}
