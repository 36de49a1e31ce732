package dev.pawl.engine.execution;

import dev.pawl.engine.json.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work for the outside world, begun only after the facts that ask for it are stored. Asked for
 * again after a crash.
 */
public sealed interface Effect {

  /** Go on with a run that was cut at its limits. */
  record Continue() implements Effect {}

  /** Call the function or service; the answer comes as a command. */
  record CallTask(
      long taskId,
      TaskTarget target,
      Payload parameters,
      String taskToken,
      @Nullable String credentialsRoleArn)
      implements Effect {}

  /** Let a worker of the activity have the task. */
  record OfferTask(long taskId, String activityArn, Payload input, String taskToken)
      implements Effect {}

  /** The call's answer is no longer waited for. */
  record CancelTask(long taskId, TaskTarget target) implements Effect {}

  /**
   * A job has been started, and tells of its end by the token. Nothing is to be done, and nothing
   * is lost if nobody does it.
   */
  record AwaitJob(long taskId, TaskTarget target, Payload parameters, String taskToken)
      implements Effect {}

  /** A state waits for a signal. Nothing is to be done. */
  record AwaitSignal(long taskId, TaskTarget target, Payload parameters) implements Effect {}

  /** The job is no longer waited for: it has ended, or is to be stopped. */
  record StopJob(long taskId, TaskTarget target, Payload parameters, String taskToken)
      implements Effect {}

  /** Let the execution that started this one know of its end, until it does. */
  record TellStarter(StartedBy startedBy, Ended end) implements Effect {}

  /** How an execution has ended: what DescribeExecution tells of it. */
  record Ended(
      String executionArn,
      String name,
      String stateMachineArn,
      Payload input,
      ExecutionStatus status,
      @Nullable Payload output,
      @Nullable String error,
      @Nullable String cause,
      Instant startDate,
      Instant stopDate) {}

  /**
   * Let the Map Run begin that this event has started, and say so when it has.
   *
   * @param eventId where in the execution's history its plan is
   * @param redrive how often the execution has been redriven: a Map Run that has ended before that
   *     is to go on
   */
  record StartMapRun(String mapRunArn, String executionArn, long eventId, int redrive)
      implements Effect {}

  /** A Map Run works, and tells of its end by itself. Nothing is to be done. */
  record AwaitMapRun(String mapRunArn) implements Effect {}

  /** The Map Run is no longer waited for: it has ended, or is to be stopped with its children. */
  record StopMapRun(String mapRunArn) implements Effect {}

  /** Let it have a permit when its turn comes. */
  record AwaitPermit(String stateMachineArn, int ticket, @Nullable String key) implements Effect {}

  /** It has a permit until it ends. Nothing is to be done. */
  record HoldPermit(String stateMachineArn, int ticket) implements Effect {}

  /** Its permit, or its place in the queue, is free for others. */
  record ReturnPermit(String stateMachineArn) implements Effect {}

  /** The task must not be given to a worker any more. */
  record WithdrawTask(long taskId, String activityArn) implements Effect {}
}
