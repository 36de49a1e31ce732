package dev.pawl.node.function;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The line REPORT behind each invocation, as Lambda writes it.
 *
 * @param peakMemoryBytes empty where the system does not say
 * @param initDuration of the first invocation of a process
 */
record ReportLine(
    String requestId,
    Duration duration,
    int memoryMb,
    OptionalLong peakMemoryBytes,
    Optional<Duration> initDuration,
    Outcome outcome) {

  String text() {
    StringBuilder line = new StringBuilder("REPORT RequestId: ").append(requestId);
    line.append("\tDuration: ").append(millis(duration)).append(" ms");
    line.append("\tBilled Duration: ").append(billedMillis()).append(" ms");
    line.append("\tMemory Size: ").append(memoryMb).append(" MB");
    peakMemoryBytes.ifPresent(
        b -> line.append("\tMax Memory Used: ").append(b / ProcessMemory.MIB).append(" MB"));
    initDuration.ifPresent(d -> line.append("\tInit Duration: ").append(millis(d)).append(" ms"));
    switch (outcome) {
      case Outcome.Succeeded ignored -> {}
      case Outcome.Failed o ->
          line.append("\tStatus: error\tError Type: ").append(o.failure().errorType());
      case Outcome.TimedOut ignored -> line.append("\tStatus: timeout");
    }
    return line.toString();
  }

  static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
  }

  /** Begun milliseconds count whole. */
  private long billedMillis() {
    return duration.plusNanos(999_999).toMillis();
  }
}
