package dev.pawl.engine.execution;

/**
 * The task of another execution that has started this one: asking twice by the same token is asking
 * once, in whatever state this execution is by then.
 *
 * @param taskToken names the starter's attempt
 * @param resource the pattern it was started in, such as {@code startExecution.sync:2}
 */
public record StartedBy(String taskToken, String resource) {

  /** Whether the starter waits to be told of the end. */
  public boolean awaitsEnd() {
    return resource.contains(".sync");
  }
}
