package dev.pawl.load.recorded;

/** Timestamps of the kinds that the tests name; the recorded ones are masked. */
final class Timestamps {

  private Timestamps() {}

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
