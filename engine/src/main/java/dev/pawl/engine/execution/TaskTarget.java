package dev.pawl.engine.execution;

import dev.pawl.engine.asl.Resource;

/**
 * What a task's attempt is sent to, as its events name it.
 *
 * @param kind the family of its events
 * @param resourceType the integrated service ({@code lambda}, {@code states} …), empty for
 *     functions and activities
 * @param resource the ARN of the function or activity, or the action with its pattern, such as
 *     {@code invoke.waitForTaskToken}
 */
public record TaskTarget(TaskKind kind, String resourceType, String resource) {

  /** What a Task state's Resource asks for. */
  public static TaskTarget of(Resource resource) {
    return switch (resource) {
      case Resource.LambdaFunction function -> new TaskTarget(TaskKind.LAMBDA, "", function.arn());
      case Resource.Activity activity -> new TaskTarget(TaskKind.ACTIVITY, "", activity.arn());
      case Resource.ServiceIntegration service ->
          new TaskTarget(
              TaskKind.SERVICE, service.service(), service.action() + service.pattern().suffix());
    };
  }

  /**
   * Whether the result comes from whoever holds the task token rather than from the call itself.
   */
  public boolean waitsForTaskToken() {
    return kind == TaskKind.SERVICE && resource.endsWith(".waitForTaskToken");
  }

  /** Whether the call only starts a job, whose end is reported later. */
  public boolean runsAJob() {
    return kind == TaskKind.SERVICE && resource.contains(".sync");
  }

  /** Whether the result is a signal that somebody sends to the execution. */
  public boolean waitsForSignal() {
    return kind == TaskKind.SERVICE && resourceType.equals(Resource.SIGNAL);
  }
}
