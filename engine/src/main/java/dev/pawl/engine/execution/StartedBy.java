package dev.pawl.engine.execution;

import org.jspecify.annotations.Nullable;

/**
 * The task of another execution, or the Map Run, that has started this one: asking twice by the
 * same is asking once, in whatever state this execution is by then.
 *
 * @param taskToken names the starter's attempt; empty for a Map Run
 * @param resource the pattern it was started in, such as {@code startExecution.sync:2}; empty for a
 *     Map Run
 * @param mapRun its place in the Map Run that has started it; null for a task
 */
public record StartedBy(String taskToken, String resource, @Nullable MapRunPlace mapRun) {

  /** A task. */
  public StartedBy(String taskToken, String resource) {
    this(taskToken, resource, null);
  }

  /**
   * A child of a Map Run.
   *
   * @param index its place among the children
   * @param items how many items it works on
   */
  public record MapRunPlace(String mapRunArn, long index, int items) {}

  static final String NOTHING = "";

  /** A Map Run. */
  public static StartedBy mapRun(String mapRunArn, long index, int items) {
    return new StartedBy(NOTHING, NOTHING, new MapRunPlace(mapRunArn, index, items));
  }

  /** Whether the starter waits to be told of the end. */
  public boolean awaitsEnd() {
    return resource.contains(".sync");
  }
}
