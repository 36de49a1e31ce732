package dev.pawl.node.execution;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decider;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Pinned;
import dev.pawl.engine.execution.TaskToken;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.cluster.HeardNodes;
import dev.pawl.node.cluster.Opening;
import dev.pawl.node.observe.ExecutionMeters;
import dev.pawl.node.observe.ExecutionWatch;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/**
 * The door to living executions. Answers come after the commit; a request that finds its execution
 * on the move is asked again until {@code pawl.execution.request-timeout}, which is safe because
 * asking twice is asking once.
 */
public final class Executions {
  private static final int SEAL_BYTES = 16;

  private final ExecutionShards shards;
  private final Quarantine quarantine;
  private final ExecutionSettings settings;
  private final IntSupplier journalDepth;
  private final ExpressRuns express;
  private final TaskCalls calls;
  private final TaskPort tasks;
  private final PermitPort permits;
  private final SecureRandom random = new SecureRandom();
  private final ExecutionMeters meters;
  private final Followers followers = new Followers();
  private final MachinePauses pauses;
  private final Room room;

  /** Shards the executions over the cluster of this system. */
  public static Executions init(ActorSystem<?> system, Collaborators with) {
    return new Executions(system, with);
  }

  /**
   * What executions need of the node.
   *
   * @param journalDepth rows that wait to be written
   * @param opening when executions may begin
   * @param pauses which state machines are paused
   * @param newestRow asks the database
   */
  public record Collaborators(
      ExecutionSettings settings,
      Decider decider,
      Machines machines,
      TaskPort tasks,
      MapRunPort mapRuns,
      Clock clock,
      String incarnation,
      IntSupplier journalDepth,
      NewestRow newestRow,
      ExecutionWatch watch,
      PermitPort permits,
      Parking parking,
      Opening opening,
      MachinePauses pauses) {

    /** Writes down when an execution wakes, and that nobody owns it till then. */
    public interface Parking {
      void park(String executionArn, long sequenceNumber, Instant until);
    }

    /** The sequence number of an execution's newest row; 0 if there is none. */
    public interface NewestRow {
      CompletionStage<Long> of(String executionArn);
    }
  }

  private Executions(ActorSystem<?> system, Collaborators with) {
    meters = with.watch().meters();
    settings = with.settings();
    shards = new ExecutionShards(system, settings, with.clock());
    pauses = with.pauses();
    room = new Room(settings.memoryMax());
    meters.memory(room::used, room.max());
    journalDepth = with.journalDepth();
    quarantine = new Quarantine(settings, with.clock());
    tasks = with.tasks();
    permits = with.permits();
    calls = new TaskCalls(tasks, shards::tell, shards::ask);
    express = new ExpressRuns(system, with);
    var world =
        new ExecutionWorld(
            settings,
            with.decider(),
            with.machines(),
            with.tasks(),
            with.mapRuns(),
            calls,
            with.clock(),
            with.incarnation(),
            with.newestRow(),
            this::wake,
            with.watch(),
            room,
            followers,
            permits,
            with.parking(),
            quarantine,
            pauses,
            new HeardNodes(system));
    meters.setAside(() -> quarantine.all().size());
    shards.init(world, with.opening());
  }

  /** Starts a Standard execution, or an Express one that nobody waits for. */
  public CompletionStage<StartOutcome> start(StartRequest request) {
    if (journalDepth.getAsInt() > settings.journalDepthMax()) {
      return CompletableFuture.failedFuture(
          new Overloaded("Expected a shorter journal queue than " + settings.journalDepthMax()));
    }
    // What runs already may have to start others before it can go.
    if (request.startedBy() == null && room.isFull()) {
      return CompletableFuture.failedFuture(
          new Overloaded("Expected executions to take less memory than " + room.max()));
    }
    var arn = request.executionArn();
    return shards
        .ask(arn, startCommand(request, seal()))
        .thenApply(reply ->
            reply.refused() == null || reply.repeatsStart()
                ? new StartOutcome.Started(arn, required(reply.startedAt()))
                : new StartOutcome.AlreadyExists(arn));
  }

  /**
   * Starts an execution only to have it aborted, so that a start which is still on its way finds it
   * ended.
   *
   * @return false if there is one already, which may run
   */
  public CompletionStage<Boolean> forestall(StartRequest request) {
    return shards
        .ask(request.executionArn(), new Command.ForestallExecution(startCommand(request, seal())))
        .thenApply(reply -> reply.refused() == null);
  }

  /**
   * Runs an Express execution to its end, in memory only: a crash of this node loses it (at most
   * once, as with AWS).
   */
  public CompletionStage<SyncOutcome> startSync(StartRequest request) {
    if (pauses.isPaused(request.stateMachineArn())) {
      return CompletableFuture.failedFuture(
          new Overloaded("Expected a state machine that is not paused"));
    }
    return express.run(startCommand(request, seal()));
  }

  public CompletionStage<StopOutcome> stop(
      String executionArn, @Nullable String error, @Nullable String cause) {
    return shards
        .ask(executionArn, new Command.StopExecution(error, cause))
        .thenApply(reply ->
            reply.refused() == Decision.Reason.NOT_STARTED
                ? new StopOutcome.DoesNotExist()
                : new StopOutcome.Stopped(required(reply.stoppedAt())));
  }

  /** Lets an execution stand still, or go on, or gives it a signal. */
  public CompletionStage<SteerOutcome> steer(String executionArn, Command command) {
    return shards.ask(executionArn, command).thenApply(Executions::steered);
  }

  private static SteerOutcome steered(ExecutionEntity.Reply reply) {
    var message = String.valueOf(reply.message());
    return switch (reply.refused()) {
      case null -> new SteerOutcome.Done(reply.pause());
      case REPEATED -> new SteerOutcome.Done(reply.pause());
      case NOT_STARTED -> new SteerOutcome.DoesNotExist();
      case SIGNAL_LIMIT -> new SteerOutcome.LimitExceeded(message);
      default -> new SteerOutcome.NotRunning(message);
    };
  }

  /**
   * Takes up again what failed, was stopped or timed out.
   *
   * @param clientToken the same one twice is answered twice, and done once
   */
  public CompletionStage<RedriveOutcome> redrive(
      String executionArn, @Nullable String clientToken) {
    // A request that is sent again inside the cluster must not find its own work.
    var token = clientToken == null ? UUID.randomUUID().toString() : clientToken;
    return permits
        .limited(executionArn)
        .thenCompose(limited ->
            shards.ask(executionArn, new Command.RedriveExecution(token, limited.orElse(null))))
        .thenApply(Executions::redriven);
  }

  /**
   * Takes an ended execution up again from one of its states.
   *
   * @param lastEventId of the history that {@code from} was read from
   * @param clientToken the same one twice is answered twice, and done once
   * @return empty if the history has gone on since: read it again
   */
  public CompletionStage<Optional<RedriveOutcome>> redriveFrom(
      String executionArn, Event.Restart from, long lastEventId, String clientToken) {
    return permits
        .limited(executionArn)
        .thenCompose(limited ->
            shards.ask(
                executionArn,
                new Command.RedriveExecutionFrom(
                    from, lastEventId, clientToken, limited.orElse(null))))
        .thenApply(reply ->
            reply.refused() == Decision.Reason.OUTDATED
                ? Optional.empty()
                : Optional.of(redriven(reply)));
  }

  /** Lets a running execution go on with another revision of its machine. */
  public CompletionStage<MigrateOutcome> migrate(String executionArn, Pinned to) {
    return shards
        .ask(executionArn, new Command.MigrateExecution(to))
        .thenApply(reply -> {
          var refused = reply.refused();
          if (refused == null || refused == Decision.Reason.REPEATED) {
            return new MigrateOutcome.Migrated();
          }
          return refused == Decision.Reason.NOT_STARTED
              ? new MigrateOutcome.DoesNotExist()
              : new MigrateOutcome.NotMigratable(String.valueOf(reply.message()));
        });
  }

  private static RedriveOutcome redriven(ExecutionEntity.Reply reply) {
    var refused = reply.refused();
    if (refused == null || refused == Decision.Reason.REPEATED) {
      return new RedriveOutcome.Redriven(required(reply.redrivenAt()));
    }
    return refused == Decision.Reason.NOT_STARTED
        ? new RedriveOutcome.DoesNotExist()
        : new RedriveOutcome.NotRedrivable(String.valueOf(reply.message()));
  }

  /**
   * @param invocationId the same one twice is accepted twice, and done once
   */
  public CompletionStage<TaskAnswer> taskSucceeded(
      String taskToken, Payload output, String invocationId) {
    var request = number(invocationId);
    return answer(
        taskToken, token -> new Command.SucceedTask(token.taskId(), output, token.seal(), request));
  }

  /**
   * @param invocationId the same one twice is accepted twice, and done once
   */
  public CompletionStage<TaskAnswer> taskFailed(
      String taskToken, @Nullable String error, @Nullable String cause, String invocationId) {
    var request = number(invocationId);
    return answer(
        taskToken,
        token -> new Command.FailTask(token.taskId(), error, cause, token.seal(), request));
  }

  /** Eight bytes tell one request of a task from another as well as its whole id does. */
  private static long number(String invocationId) {
    var id = UUID.nameUUIDFromBytes(invocationId.getBytes(StandardCharsets.UTF_8));
    return id.getMostSignificantBits() | 1;
  }

  public CompletionStage<TaskAnswer> taskHeartbeat(String taskToken) {
    return answer(taskToken, token -> new Command.HeartbeatTask(token.taskId(), token.seal()));
  }

  /** An execution that has waited for that permit may begin. */
  public void takePermit(String executionArn, int ticket) {
    shards.tell(executionArn, new Command.TakePermit(ticket));
  }

  /**
   * Tells an execution of its Map Run.
   *
   * @return whether it waits for that one
   */
  public CompletionStage<Boolean> tell(String executionArn, Command.OfMapRun command) {
    return shards.ask(executionArn, command).thenApply(reply -> reply.refused() == null);
  }

  /** Calls a function or service for no execution: a state is tried alone. */
  public CompletionStage<TaskPort.Result> call(Effect.CallTask task) {
    return tasks.call("", task);
  }

  /**
   * Wakes an execution that needs attention; those awake already take no notice, unless they do not
   * know of that row.
   */
  public void wake(String executionArn, long seqNr) {
    shards.tell(executionArn, new ExecutionEntity.Wake(seqNr));
  }

  /**
   * Takes a task for a worker, if it still waits for one.
   *
   * @return the task; empty members if somebody else has it or it is over
   */
  public CompletionStage<ExecutionEntity.Taken> take(
      String executionArn, long taskId, @Nullable String workerName) {
    return shards.take(executionArn, taskId, workerName);
  }

  /** The worker's node has the task that was taken for it. */
  public void confirmTaken(String taskToken) {
    TaskToken.parse(taskToken)
        .ifPresent(token ->
            shards.tell(token.executionArn(), new ExecutionEntity.Confirm(token.taskId())));
  }

  /** The worker will not get the task that was taken for it: it is offered again. */
  public void takeBack(String taskToken) {
    TaskToken.parse(taskToken).ifPresent(token -> takeBack(token.executionArn(), token.taskId()));
  }

  /** A task that was taken has not come to a worker: it is offered again, unless it has. */
  public void takeBack(String executionArn, long taskId) {
    shards.tell(executionArn, new ExecutionEntity.TakeBack(taskId));
  }

  /** Those who follow executions from this node. */
  public Followers followers() {
    return followers;
  }

  /** Which state machines are paused, as far as this node knows. */
  public MachinePauses pauses() {
    return pauses;
  }

  /** Executions that fail by themselves, and are set aside on this node. */
  public Quarantine quarantine() {
    return quarantine;
  }

  /** How much of this node's memory executions take. */
  public Room room() {
    return room;
  }

  /** How many executions live in this node's memory now. */
  public int inMemory() {
    return meters.inMemory();
  }

  /** How many shards of executions are on this node now. Blocks. */
  public int shards() {
    return shards.count();
  }

  /**
   * ARNs of the executions that are in memory on this node now, in no order. Blocks.
   *
   * @param max how many at most
   */
  public List<String> here(int max) {
    return shards.here(max);
  }

  /** Those of them that run this machine, or a part of it in a Map Run. Blocks. */
  List<String> hereOf(String stateMachineArn) {
    return shards.hereOf(stateMachineArn);
  }

  /** A node is gone, and messages with it: everything that was not answered is asked again. */
  public void askAgain() {
    shards.askAgain();
  }

  // ---- asking

  private static Command.StartExecution startCommand(StartRequest request, String seal) {
    return new Command.StartExecution(
        request.executionArn(),
        request.name(),
        request.stateMachineArn(),
        request.definitionHash(),
        request.roleArn(),
        request.express(),
        request.input(),
        seal,
        request.traceHeader(),
        request.startedBy(),
        request.revision(),
        request.limited());
  }

  private CompletionStage<TaskAnswer> answer(
      String taskToken, java.util.function.Function<TaskToken, Command> command) {
    var token = TaskToken.parse(taskToken);
    if (token.isEmpty()) {
      return CompletableFuture.completedFuture(TaskAnswer.INVALID_TOKEN);
    }
    return shards
        .ask(token.get().executionArn(), command.apply(token.get()))
        .thenApply(Executions::answer);
  }

  private static TaskAnswer answer(ExecutionEntity.Reply reply) {
    if (reply.refused() == null) {
      return TaskAnswer.ACCEPTED;
    }
    return switch (reply.refused()) {
      case REPEATED -> TaskAnswer.ACCEPTED;
      case INVALID_TOKEN -> TaskAnswer.INVALID_TOKEN;
      case NOT_STARTED -> TaskAnswer.TASK_DOES_NOT_EXIST;
      case TASK_TIMED_OUT,
          NOT_SUBMITTED,
          ENDED,
          ALREADY_STARTED,
          NOTHING_TO_DO,
          NOT_REDRIVABLE,
          SIGNAL_LIMIT,
          OUTDATED,
          NOT_MIGRATABLE ->
          TaskAnswer.TASK_TIMED_OUT;
    };
  }

  private String seal() {
    var bytes = new byte[SEAL_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Instant required(@Nullable Instant at) {
    if (at == null) {
      throw new AssertionError("Expected a started or stopped execution to say when.");
    }
    return at;
  }
}
