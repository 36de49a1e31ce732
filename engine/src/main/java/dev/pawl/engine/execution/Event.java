package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.StateType;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/**
 * The facts of one execution, kept for ever. Most are the API's history events (one record may
 * stand for a family that differs only in its prefix); {@link Internal} ones exist for us alone and
 * never show in a history.
 */
public sealed interface Event {

  /** Facts that the API does not show. They have no event id. */
  sealed interface Internal extends Event {}

  record ExecutionStarted(
      String executionArn,
      String name,
      String stateMachineArn,
      String definitionHash,
      String roleArn,
      boolean express,
      String startAt,
      Payload input,
      String seal,
      @Nullable Instant timeoutAt,
      @Nullable String traceHeader,
      @Nullable StartedBy startedBy,
      @Nullable Revision pinned)
      implements Event {

    /** By nobody's task, of a machine that was never updated. */
    public ExecutionStarted(
        String executionArn,
        String name,
        String stateMachineArn,
        String definitionHash,
        String roleArn,
        boolean express,
        String startAt,
        Payload input,
        String seal,
        @Nullable Instant timeoutAt,
        @Nullable String traceHeader) {
      this(
          executionArn,
          name,
          stateMachineArn,
          definitionHash,
          roleArn,
          express,
          startAt,
          input,
          seal,
          timeoutAt,
          traceHeader,
          null,
          null);
    }

    /** What it was pinned to besides definition and role. */
    public Revision revision() {
      return pinned == null ? Revision.PLAIN : pinned;
    }

    /** The Map Run whose child it is; null of any other execution. */
    public @Nullable String mapRunArn() {
      return startedBy == null || startedBy.mapRun() == null
          ? null
          : startedBy.mapRun().mapRunArn();
    }

    /** How it would have begun if it had been pinned to that. */
    public ExecutionStarted pinnedTo(Pinned to) {
      return new ExecutionStarted(
          executionArn,
          name,
          stateMachineArn,
          to.definitionHash(),
          to.roleArn(),
          express,
          startAt,
          input,
          seal,
          timeoutAt,
          traceHeader,
          startedBy,
          to.revision());
    }
  }

  record ExecutionSucceeded(Payload output) implements Event {}

  record ExecutionFailed(@Nullable String error, @Nullable String cause) implements Event {}

  record ExecutionAborted(@Nullable String error, @Nullable String cause) implements Event {}

  record ExecutionTimedOut(@Nullable String error, @Nullable String cause) implements Event {}

  /**
   * The execution is taken up again after its end.
   *
   * @param redriveCount how often that has happened now
   * @param clientToken of whoever asked for it
   * @param timeoutAt when it times out this time
   * @param from where it goes on; null = where it ended
   */
  record ExecutionRedriven(
      int redriveCount,
      @Nullable String clientToken,
      @Nullable Instant timeoutAt,
      @Nullable Restart from)
      implements Event {

    /** It goes on where it ended. */
    public ExecutionRedriven(
        int redriveCount, @Nullable String clientToken, @Nullable Instant timeoutAt) {
      this(redriveCount, clientToken, timeoutAt, null);
    }
  }

  /**
   * A state of the outermost flow that a redrive goes on from, whatever was open when the execution
   * ended.
   *
   * @param input what the state is entered with
   * @param variables all that are assigned then
   */
  record Restart(String state, Payload input, Map<String, JsonNode> variables) {}

  record StateEntered(StateType state, String name, Payload input) implements Event {}

  /** {@code next} is where the flow goes on, or null where it ends. */
  record StateExited(
      StateType state,
      String name,
      Payload output,
      Map<String, JsonNode> assignedVariables,
      @Nullable String next)
      implements Event {}

  record StateAborted(StateType state) implements Event {}

  record TaskScheduled(
      TaskTarget target,
      Payload parameters,
      @Nullable Integer timeoutSeconds,
      @Nullable Integer heartbeatSeconds,
      @Nullable String credentialsRoleArn)
      implements Event {}

  record TaskStarted(TaskTarget target, @Nullable String workerName) implements Event {}

  record TaskSubmitted(TaskTarget target, Payload output) implements Event {}

  record TaskSucceeded(TaskTarget target, Payload output) implements Event {}

  record TaskFailed(TaskTarget target, @Nullable String error, @Nullable String cause)
      implements Event {}

  record TaskTimedOut(TaskTarget target, @Nullable String error, @Nullable String cause)
      implements Event {}

  record ParallelStateStarted(int branches) implements Event {}

  record ParallelStateSucceeded() implements Event {}

  record ParallelStateFailed() implements Event {}

  /** The items are kept because an expression that made them may not give the same again. */
  record MapStateStarted(int length, Payload items, int maxConcurrency) implements Event {}

  record MapStateSucceeded() implements Event {}

  record MapStateFailed() implements Event {}

  record MapIterationStarted(String name, int index, int child, String startAt, Payload input)
      implements Event {}

  record MapIterationSucceeded(String name, int index, int child) implements Event {}

  record MapIterationFailed(String name, int index) implements Event {}

  record MapIterationAborted(String name, int index) implements Event {}

  /**
   * A Map Run begins to work on the items of MapStateStarted, or those that it reads.
   *
   * @param plan what it is asked to do; null when that could not be evaluated
   * @param pinned what its execution had been migrated to by then, and its children run; null =
   *     what the execution began with
   */
  record MapRunStarted(String mapRunArn, @Nullable MapRunPlan plan, @Nullable Pinned pinned)
      implements Event {

    /** For an execution that was never migrated. */
    public MapRunStarted(String mapRunArn, @Nullable MapRunPlan plan) {
      this(mapRunArn, plan, null);
    }
  }

  /**
   * A Map Run is taken up again with its execution.
   *
   * @param redriveCount how often its execution has been redriven
   */
  record MapRunRedriven(String mapRunArn, int redriveCount) implements Event {}

  record MapRunSucceeded() implements Event {}

  record MapRunFailed(@Nullable String error, @Nullable String cause) implements Event {}

  record MapRunAborted() implements Event {}

  record EvaluationFailed(
      String error, @Nullable String cause, @Nullable String location, String state)
      implements Event {}

  /**
   * From here on the execution runs another definition of its machine.
   *
   * @param retries the retriers used so far by the states that are open, where another definition
   *     counts them otherwise
   */
  record ExecutionMigrated(Pinned to, List<RetriesUsed> retries) implements Internal {
    public ExecutionMigrated {
      retries = List.copyOf(retries);
    }
  }

  /**
   * How often each retrier of an open state has been used, by its index.
   *
   * @param scope where the state is
   */
  record RetriesUsed(int scope, PMap<Integer, Integer> used) {}

  /** A branch of a Parallel state begins; the API shows only the states inside it. */
  record BranchStarted(int index, int child, String startAt, Payload input) implements Internal {}

  /** A Wait state stands still until then. */
  record WaitStarted(Instant until) implements Internal {}

  /** The state failed, and the retrier at this index starts it again at that time. */
  record RetryScheduled(int retrier, Instant at) implements Internal {}

  /** This request has answered that task: if it comes again, it is answered again. */
  record TaskAnswered(long taskId, long request) implements Internal {}

  /**
   * The execution waits for a permit before anything of it runs.
   *
   * @param key by which it shares a limit; null = none
   */
  record ExecutionQueued(@Nullable String key) implements Internal {}

  /**
   * It has its permit, and begins.
   *
   * @param timeoutAt when it times out: its clock begins now
   */
  record PermitTaken(@Nullable Instant timeoutAt) implements Internal {}

  /** The execution that started this one knows of its end. */
  record StarterTold() implements Internal {}

  /** The Map Run exists, and tells of its end by itself. */
  record MapRunConfirmed() implements Internal {}

  /** A worker gave a sign of life; its heartbeat clock starts anew. */
  record TaskHeartbeat() implements Internal {}

  /**
   * A heartbeat was due while no node was there to hear it: its clock starts anew, but only once
   * until the worker is heard of again.
   */
  record HeartbeatSpared() implements Internal {}

  /**
   * Nothing is entered, offered or called any more.
   *
   * @param generation which pause of its state machine this is; 0 = it was paused itself
   */
  record ExecutionPaused(@Nullable String reason, long generation) implements Internal {}

  /** That pause is over. If no other one lasts, the execution goes on. */
  record ExecutionResumed(long generation) implements Internal {}

  /**
   * A task or Map Run of a paused execution has ended; what follows from it follows when the
   * execution goes on.
   *
   * @param output what it ended well with; null if it failed
   */
  record ResultKept(@Nullable Payload output, @Nullable String error, @Nullable String cause)
      implements Internal {}

  /** A signal has come; it waits until a state takes it. */
  record SignalReceived(String name, String signalId, Payload payload) implements Internal {}

  /** A state has taken the first signals of that name. */
  record SignalsTaken(String name, int count) implements Internal {}
}
