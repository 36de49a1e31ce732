package dev.pawl.node.function;

import java.util.List;

/** What a pool has done since it started. Used under the pool's lock. */
final class PoolCounters {
  private long invocations;
  private long coldStarts;
  private long failures;
  private long timeouts;
  private long throttles;
  private long unavailable;

  void accepted() {
    invocations++;
  }

  void started() {
    coldStarts++;
  }

  void ended(Invocation.End end) {
    switch (end) {
      case SUCCEEDED -> {}
      case FAILED -> failures++;
      case TIMED_OUT -> {
        failures++;
        timeouts++;
      }
      case THROTTLED -> throttles++;
      case UNAVAILABLE -> unavailable++;
    }
  }

  FunctionStats stats(
      int processes, int processesMax, int waiting, List<FunctionStats.OfFunction> functions) {
    return new FunctionStats(
        processes,
        processesMax,
        waiting,
        invocations,
        coldStarts,
        failures,
        timeouts,
        throttles,
        unavailable,
        functions);
  }
}
