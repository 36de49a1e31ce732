package dev.pawl.engine.execution;

import dev.pawl.engine.json.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What may be asked of an execution. A task is named by the id of the event that scheduled it. */
public sealed interface Command {

  record StartExecution(
      String executionArn,
      String name,
      String stateMachineArn,
      String definitionHash,
      String roleArn,
      boolean express,
      Payload input,
      String seal,
      @Nullable String traceHeader,
      @Nullable StartedBy startedBy,
      @Nullable Revision revision,
      @Nullable Limited limited)
      implements Command {

    /** By nobody's task, of a machine that was never updated. */
    public StartExecution(
        String executionArn,
        String name,
        String stateMachineArn,
        String definitionHash,
        String roleArn,
        boolean express,
        Payload input,
        String seal,
        @Nullable String traceHeader) {
      this(
          executionArn,
          name,
          stateMachineArn,
          definitionHash,
          roleArn,
          express,
          input,
          seal,
          traceHeader,
          null,
          null,
          null);
    }
  }

  /**
   * Start it only to have it aborted: nothing of it runs, and a start that is still on its way
   * finds that it has ended.
   */
  record ForestallExecution(StartExecution start) implements Command {}

  record StopExecution(@Nullable String error, @Nullable String cause) implements Command {}

  /**
   * Take up again what has failed, was stopped or has timed out.
   *
   * @param clientToken names the request, however often it arrives
   * @param limited whether it waits for a permit first; null = no
   */
  record RedriveExecution(@Nullable String clientToken, @Nullable Limited limited)
      implements Command {
    public RedriveExecution(@Nullable String clientToken) {
      this(clientToken, null);
    }
  }

  /** Begin: the permit that was waited for is there. */
  record TakePermit(int ticket) implements Command {}

  /** Stand still until {@link ResumeExecution}; what is under way may end. */
  record PauseExecution(@Nullable String reason) implements Command {}

  /** Go on, unless the state machine is paused. */
  record ResumeExecution() implements Command {}

  /** Look whether the state machine is paused: every command does, this one nothing else. */
  record HeedMachine() implements Command {}

  /**
   * Give this to a state that waits for it, now or later.
   *
   * @param signalId the same one twice is accepted twice, and given once
   */
  record SignalExecution(String name, String signalId, Payload payload) implements Command {}

  /**
   * Take up again, from one of the states of its outermost flow, what has ended in any way at any
   * time.
   *
   * @param from with the data that the state had when it was entered last, or other
   * @param lastEventId of the history that tells so; refused if it is another by now
   * @param clientToken names the request, however often it arrives
   */
  record RedriveExecutionFrom(
      Event.Restart from, long lastEventId, @Nullable String clientToken, @Nullable Limited limited)
      implements Command {
    public RedriveExecutionFrom(
        Event.Restart from, long lastEventId, @Nullable String clientToken) {
      this(from, lastEventId, clientToken, null);
    }
  }

  /**
   * Go on with another definition of the machine, which has every state that is open.
   *
   * @param to whose definition the {@link Moment} provides
   */
  record MigrateExecution(Pinned to) implements Command {}

  /** Go on with a run that was cut at its limits. */
  record Continue() implements Command {}

  /**
   * A node takes the execution up again: heartbeats that were due while nobody was there to hear
   * them are given time once more, so that one lost with a node never times out a living worker.
   */
  record Resume() implements Command {}

  /** Let every timer fire that is due. */
  record FireTimers() implements Command {}

  /**
   * Commands that answer a task. A {@code seal} is the proof of a caller that holds only a token;
   * the node's own need none.
   */
  sealed interface OfTask extends Command {
    long taskId();

    @Nullable String seal();

    /**
     * Names one request of a caller, however often it arrives: the same one twice is answered as
     * once. 0 for none.
     */
    default long request() {
      return 0;
    }
  }

  /** A worker has taken the task, at that time. */
  record StartTask(long taskId, @Nullable String workerName, Instant startedAt) implements OfTask {
    @Override
    public @Nullable String seal() {
      return null;
    }
  }

  /** The call was accepted; the result comes later, by token or from the job it started. */
  record SubmitTask(long taskId, Payload output) implements OfTask {
    @Override
    public @Nullable String seal() {
      return null;
    }
  }

  record SucceedTask(long taskId, Payload output, @Nullable String seal, long request)
      implements OfTask {
    public SucceedTask(long taskId, Payload output, @Nullable String seal) {
      this(taskId, output, seal, 0);
    }
  }

  record FailTask(
      long taskId,
      @Nullable String error,
      @Nullable String cause,
      @Nullable String seal,
      long request)
      implements OfTask {
    public FailTask(
        long taskId, @Nullable String error, @Nullable String cause, @Nullable String seal) {
      this(taskId, error, cause, seal, 0);
    }
  }

  /** The execution that started this one knows of its end. */
  record ConfirmStarterTold() implements Command {}

  /** Commands of a Map Run that works for this execution. */
  sealed interface OfMapRun extends Command {
    String mapRunArn();

    /** Which redrive of the execution it works for; what it says of an earlier one is refused. */
    int redrive();
  }

  /** The Map Run exists. It asks again and again, and ends when nobody waits for it any more. */
  record ConfirmMapRun(String mapRunArn, int redrive) implements OfMapRun {}

  /** The Map Run has ended well. */
  record SucceedMapRun(String mapRunArn, int redrive, Payload result) implements OfMapRun {}

  /** The Map Run has failed. */
  record FailMapRun(String mapRunArn, int redrive, @Nullable String error, @Nullable String cause)
      implements OfMapRun {}

  record HeartbeatTask(long taskId, @Nullable String seal) implements OfTask {}
}
