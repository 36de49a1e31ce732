package dev.pawl.engine.asl;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How many items of a distributed Map may fail before the state does; with neither limit, none. */
public record Tolerance(OptionalLong failureCount, OptionalDouble failurePercentage) {

  /** Not one failure is tolerated. */
  public static final Tolerance NONE = new Tolerance(OptionalLong.empty(), OptionalDouble.empty());

  private static final double WHOLE = 100.0;

  /** Whether {@code failed} of {@code total} items are too many. Either limit suffices. */
  public boolean isExceededBy(long failed, long total) {
    if (failureCount.isEmpty() && failurePercentage.isEmpty()) {
      return failed > 0;
    }
    return (failureCount.isPresent() && failed > failureCount.getAsLong())
        || (failurePercentage.isPresent()
            && total > 0
            && failed * WHOLE / total > failurePercentage.getAsDouble());
  }
}
