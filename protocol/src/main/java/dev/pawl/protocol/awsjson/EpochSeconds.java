package dev.pawl.protocol.awsjson;

import java.math.BigDecimal;
import java.time.Instant;

/** Times as AWS-JSON writes them: seconds since 1970, with a fraction. */
public final class EpochSeconds {

  private static final int NANOS_SCALE = 9;

  private EpochSeconds() {}

  /** The time, to the nanosecond. */
  public static Instant instant(BigDecimal seconds) {
    var whole = seconds.longValue();
    var nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(NANOS_SCALE);
    return Instant.ofEpochSecond(whole, nanos.longValue());
  }
}
