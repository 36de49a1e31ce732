package dev.pawl.node.function;

import java.util.List;

/**
 * What the pool of this node is doing, and has done since it started.
 *
 * @param waiting invocations that wait for a process
 * @param unavailable invocations that this node could not run: no code, no process, or it was
 *     stopping
 * @param coldStarts processes that were started
 * @param failures invocations that ended with a function error, time-outs included
 */
public record FunctionStats(
    int processes,
    int processesMax,
    int waiting,
    long invocations,
    long coldStarts,
    long failures,
    long timeouts,
    long throttles,
    long unavailable,
    List<OfFunction> functions) {

  /** The processes of one revision of one function. */
  public record OfFunction(String arn, String revisionId, int starting, int running, int idle) {}
}
