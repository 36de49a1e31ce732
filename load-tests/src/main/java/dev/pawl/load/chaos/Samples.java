package dev.pawl.load.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What clients have seen: every request, when it began, how long it took, what came of it. */
final class Samples {

  /** What came of one request. */
  enum Outcome {
    OK,
    /** The node answered with an error that AWS's clients retry. */
    BUSY,
    /** No connection, or it broke off. */
    BROKEN,
    /** No answer in time. */
    HUNG,
    /** Another answer of AWS's, such as TaskTimedOut. */
    REFUSED,
    /** A server error. */
    FAILED
  }

  /**
   * @param atMillis since the beginning
   * @param about name of the execution that was asked about; empty if none was
   */
  record Sample(
      long atMillis, int node, String operation, String about, double millis, Outcome outcome) {}

  private final long begin = System.nanoTime();
  private final ConcurrentLinkedQueue<Sample> all = new ConcurrentLinkedQueue<>();

  long now() {
    return (System.nanoTime() - begin) / 1_000_000;
  }

  void add(Sample sample) {
    all.add(sample);
  }

  List<Sample> all() {
    return new ArrayList<>(all);
  }

  static double percentile(double[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
  }

  static double[] sorted(List<Double> values) {
    var array = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(array);
    return array;
  }
}
