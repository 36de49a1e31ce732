package dev.pawl.engine.maprun;

import dev.pawl.engine.asl.Tolerance;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What UpdateMapRun may change while a Map Run runs.
 *
 * @param maxConcurrency children that may run at once; 0 is no limit of the definition's
 * @param toleratedFailureCount null where it was not given
 * @param toleratedFailurePercentage null where it was not given
 */
public record MapRunLimits(
    int maxConcurrency,
    @Nullable Long toleratedFailureCount,
    @Nullable Double toleratedFailurePercentage) {

  /** As DescribeMapRun shows it: a limit that was not given is 0. */
  public long shownCount() {
    return toleratedFailureCount == null ? 0 : toleratedFailureCount;
  }

  public double shownPercentage() {
    return toleratedFailurePercentage == null ? 0 : toleratedFailurePercentage;
  }

  Tolerance tolerance() {
    return new Tolerance(
        toleratedFailureCount == null
            ? OptionalLong.empty()
            : OptionalLong.of(toleratedFailureCount),
        toleratedFailurePercentage == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(toleratedFailurePercentage));
  }

  /**
   * Whether that many failures are too many. A percentage says nothing before the number of all
   * items is known.
   */
  boolean areExceededBy(long failed, long total, boolean isTotalKnown) {
    if (isTotalKnown || toleratedFailurePercentage == null) {
      return tolerance().isExceededBy(failed, total);
    }
    return toleratedFailureCount != null && failed > toleratedFailureCount;
  }

  MapRunLimits with(
      @Nullable Integer concurrency, @Nullable Long count, @Nullable Double percentage) {
    return new MapRunLimits(
        concurrency == null ? maxConcurrency : concurrency,
        count == null ? toleratedFailureCount : count,
        percentage == null ? toleratedFailurePercentage : percentage);
  }
}
