package dev.pawl.engine.asl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** How often and how soon a state is tried again after certain errors. Spec, "Retrying". */
public record Retrier(
    ErrorEquals errorEquals,
    long intervalSeconds,
    int maxAttempts,
    double backoffRate,
    long maxDelaySeconds,
    Jitter jitter) {

  /** Upper limit of MaxDelaySeconds, and of any delay: one leap year. AWS, "Retrying". */
  public static final long DELAY_SECONDS_MAX = 31_622_400;

  private static final long INTERVAL_SECONDS = 1;
  private static final long MAX_ATTEMPTS = 3;
  private static final double BACKOFF_RATE = 2.0;
  private static final double MILLIS = 1000;

  /** Whether delays are spread at random. */
  enum Jitter {
    NONE,
    FULL
  }

  /** Whether it answers to the same errors as another. */
  public boolean isFor(Retrier other) {
    return errorEquals.equals(other.errorEquals);
  }

  static List<Retrier> readAll(Fields fields) {
    var retriers = new ArrayList<Retrier>();
    var entries = fields.objects("Retry");
    for (var i = 0; i < entries.size(); i++) {
      retriers.add(read(entries.get(i), i == entries.size() - 1));
    }
    return retriers;
  }

  private static Retrier read(Fields fields, boolean last) {
    var interval = fields.integer("IntervalSeconds", 0, Numbers.SECONDS_MAX);
    var maxDelay = fields.integer("MaxDelaySeconds", 1, DELAY_SECONDS_MAX);
    if (maxDelay.isPresent() && maxDelay.get() <= interval.orElse(INTERVAL_SECONDS)) {
      fields.error(
          Diagnostic.SCHEMA_VALIDATION_FAILED,
          "MaxDelaySeconds must be greater than IntervalSeconds",
          fields.at("MaxDelaySeconds"));
    }
    var retrier =
        new Retrier(
            ErrorEquals.read(fields, last),
            interval.orElse(INTERVAL_SECONDS),
            fields.integer("MaxAttempts", 0, Numbers.SECONDS_MAX).orElse(MAX_ATTEMPTS).intValue(),
            fields.decimal("BackoffRate", 1, Double.MAX_VALUE).orElse(BACKOFF_RATE),
            maxDelay.orElse(DELAY_SECONDS_MAX),
            readJitter(fields));
    fields.text("Comment");
    fields.close();
    return retrier;
  }

  public boolean matches(String error) {
    return errorEquals.matches(error);
  }

  /**
   * How long to wait before trying again: the interval, multiplied by the back-off rate for each
   * earlier retry, at most MaxDelaySeconds; with jitter anything between nothing and that.
   *
   * @param attempt how many retries this retrier has made before, from 0
   */
  public Duration delay(int attempt, RandomGenerator random) {
    var seconds = Math.min(intervalSeconds * Math.pow(backoffRate, attempt), maxDelaySeconds);
    var millis = Math.round(seconds * MILLIS);
    return Duration.ofMillis(jitter == Jitter.FULL ? random.nextLong(millis + 1) : millis);
  }

  private static Jitter readJitter(Fields fields) {
    return fields
        .oneOf("JitterStrategy", List.of("NONE", "FULL"))
        .map(Jitter::valueOf)
        .orElse(Jitter.NONE);
  }
}
