package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Instants as people read them, in the time zone of their machine. On the wire they are epoch
 * seconds.
 */
final class Times {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private Times() {}

  static String date(JsonNode epochSeconds) {
    return epochSeconds.isNumber() ? date(instant(epochSeconds)) : "";
  }

  static String date(Instant instant) {
    return SECONDS.format(instant.atZone(ZoneId.systemDefault()));
  }

  static String timeOfDay(Instant instant) {
    return MILLIS.format(instant.atZone(ZoneId.systemDefault()));
  }

  static Instant instant(JsonNode epochSeconds) {
    return Instant.ofEpochMilli(Math.round(epochSeconds.asDouble() * 1000));
  }

  /** From one moment to another, such as {@code 950 ms}, {@code 12.3 s} or {@code 2 h 3 min}. */
  static String between(JsonNode from, JsonNode to) {
    return from.isNumber() && to.isNumber()
        ? text(Duration.between(instant(from), instant(to)))
        : "";
  }

  static String text(Duration duration) {
    var millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return "%d.%d s".formatted(millis / 1000, millis % 1000 / 100);
    }
    return duration.toHours() == 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }
}
