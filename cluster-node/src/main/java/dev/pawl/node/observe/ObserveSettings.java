package dev.pawl.node.observe;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The block {@code pawl.observe}, whose keys say what each of these means.
 *
 * @param port empty if nothing listens
 */
public record ObserveSettings(
    String host,
    OptionalInt port,
    Duration interval,
    Duration databaseAnswerMax,
    Duration clockSkewMax,
    Duration stallMax,
    int activitiesMax) {

  /** The port of a node in production. */
  public static final int PORT = 4569;

  /** Reads the block {@code pawl.observe}. */
  public static ObserveSettings from(Config observe) {
    return new ObserveSettings(
        observe.getString("host"),
        port(observe.getString("port")),
        observe.getDuration("interval"),
        observe.getDuration("database-answer-max"),
        observe.getDuration("clock-skew-max"),
        observe.getDuration("stall-max"),
        observe.getInt("activities-max"));
  }

  private static OptionalInt port(String text) {
    // HOCON reads the word off as false where it is not quoted.
    if (text.equals("off") || text.equals("false")) {
      return OptionalInt.empty();
    }
    try {
      var port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return OptionalInt.of(port);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "Expected pawl.observe.port to be a port, 0 for any free one, or off, but it is '%s'."
            .formatted(text));
  }
}
