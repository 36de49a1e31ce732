package dev.pawl.load.recorded;

import java.util.regex.Pattern;

/** Timestamps of the kinds that the tests name; most of the recorded ones are masked. */
final class Timestamps {

  private static final Pattern REFUSED = Pattern.compile("format string: (?:\\S+ == )?([^\"]+)\"");

  private Timestamps() {}

  /** The one that AWS's error names, or one of the kind that the parameter names. */
  static String of(Recording recording) {
    var refused = REFUSED.matcher(recording.answers().toString());
    return refused.find() ? refused.group(1) : named(recording.parameter());
  }

  /** {@code NO_T} has none between date and time, and so on. What is well formed is long past. */
  static String named(String kind) {
    return switch (kind) {
      case "NO_T" -> "2016-03-14 01:59:00Z";
      case "NO_Z" -> "2016-03-14T01:59:00";
      case "INVALID_DATE" -> "2016-14-03T01:59:00Z";
      case "INVALID_TIME" -> "2016-03-14T25:59:00Z";
      case "INVALID_ISO" -> "2016-03-14T01:59:00:00Z";
      case "JSONATA" -> "{% $states.input.TimestampValue %}";
      case "NANOSECONDS" -> "2016-03-14T01:59:00.000000000Z";
      default -> "2016-03-14T01:59:00Z";
    };
  }
}
