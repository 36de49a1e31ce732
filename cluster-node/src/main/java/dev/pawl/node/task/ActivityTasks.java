package dev.pawl.node.task;

import dev.pawl.engine.execution.Effect;
import dev.pawl.node.cluster.HeardNodes;
import dev.pawl.node.cluster.LeavingNodes;
import dev.pawl.node.cluster.OpenAsks;
import dev.pawl.node.cluster.Opening;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.observe.ActivityMeters;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.journal.ActivityOffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;

/** The door to the tasks of activities: workers poll here (API reference, GetActivityTask). */
public final class ActivityTasks {
  /** What a poll may take longer than its wait, on its way. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final ClusterSharding sharding;
  private final TaskSettings settings;
  private final OpenAsks open = new OpenAsks();
  private volatile Consumer<String> confirm = taskToken -> {};
  private volatile Consumer<String> giveBack = taskToken -> {};
  private final ActivityMeters meters;
  private final Set<ActorRef<StreamingWorker.Message>> streams = ConcurrentHashMap.newKeySet();

  /** Shards the dispatchers over the cluster of this system, one for each activity. */
  public static ActivityTasks init(
      ActorSystem<?> system, TaskSettings settings, ActivityMeters meters) {
    return new ActivityTasks(system, settings, meters);
  }

  private ActivityTasks(ActorSystem<?> system, TaskSettings settings, ActivityMeters meters) {
    this.system = system;
    this.sharding = ClusterSharding.get(system);
    this.settings = settings;
    this.meters = meters;
  }

  /**
   * Begins to serve polls.
   *
   * @param blocking where the database may be read
   * @param opening when dispatchers may begin
   */
  public void open(
      Executions executions, ExecutionIndex index, Executor blocking, Opening opening) {
    confirm = executions::confirmTaken;
    giveBack = executions::takeBack;
    var world = world(executions, index, blocking);
    sharding.init(
        Entity.of(
                ActivityDispatcher.KEY,
                entity ->
                    opening.then(() ->
                        ActivityDispatcher.create(entity.getEntityId(), world, entity.getShard())))
            .withStopMessage(new ActivityDispatcher.HandOff())
            .withAllocationStrategy(LeavingNodes.get(system).allocation(ActivityDispatcher.KEY)));
  }

  /**
   * Waits for a task. A poll that is cancelled leaves the queue.
   *
   * @return empty if none came in that time; fails with {@link ActivityPollersExceeded}
   */
  public CompletableFuture<Optional<ActivityTask>> poll(
      String activityArn, @Nullable String workerName, Duration wait) {
    var pollId = UUID.randomUUID().toString();
    var polled = poll(pollId, activityArn, workerName, System.nanoTime() + wait.toNanos());
    var answer = polled.thenApply(found -> task(activityArn, found)).toCompletableFuture();
    polled.thenAccept(found -> {
      if (answer.isCancelled() && found instanceof ActivityDispatcher.TaskFound task) {
        giveBack.accept(task.taskToken());
      }
    });
    answer.whenComplete((task, failure) -> {
      if (answer.isCancelled()) {
        dispatcher(activityArn).tell(new ActivityDispatcher.EndPoll(pollId));
      }
    });
    return answer;
  }

  private CompletionStage<ActivityDispatcher.Polled> poll(
      String pollId, String activityArn, @Nullable String workerName, long until) {
    var wait = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    return open.<ActivityDispatcher.Message, ActivityDispatcher.Polled>ask(
            dispatcher(activityArn),
            replyTo -> new ActivityDispatcher.Poll(pollId, workerName, wait, replyTo),
            wait.plus(MARGIN))
        .thenCompose(polled ->
            polled instanceof ActivityDispatcher.Moved
                ? poll(pollId, activityArn, workerName, until)
                : CompletableFuture.completedStage(polled));
  }

  /** A node is gone, and messages with it: every worker that waits is announced again. */
  public void pollAgain() {
    open.repeat();
    streams.forEach(stream -> stream.tell(new StreamingWorker.SayAgain()));
  }

  /** Begins to bring tasks to a worker that takes many; none comes before it allows some. */
  public TaskStream stream(
      String activityArn, @Nullable String workerName, TaskStream.Worker worker) {
    var dispatcher = dispatcher(activityArn);
    ActorRef<StreamingWorker.Message> stream =
        system.systemActorOf(
            StreamingWorker.create(
                activityArn,
                workerName,
                worker,
                new StreamingWorker.Ways(dispatcher::tell, giveBack),
                settings.pollersMax()),
            "worker-" + UUID.randomUUID(),
            Props.empty());
    streams.add(stream);
    return new TaskStream() {
      @Override
      public void allow(int tasks) {
        stream.tell(new StreamingWorker.Allow(tasks));
      }

      @Override
      public void delivered(ActivityTask task) {
        confirm.accept(task.taskToken());
      }

      @Override
      public void returned(ActivityTask task) {
        giveBack.accept(task.taskToken());
      }

      @Override
      public void end() {
        streams.remove(stream);
        stream.tell(new StreamingWorker.End());
      }
    };
  }

  private Optional<ActivityTask> task(String activityArn, ActivityDispatcher.Polled polled) {
    return switch (polled) {
      case ActivityDispatcher.TaskFound found -> {
        confirm.accept(found.taskToken());
        yield Optional.of(new ActivityTask(found.taskToken(), found.input()));
      }
      case ActivityDispatcher.NoTask ignored -> Optional.empty();
      case ActivityDispatcher.Moved ignored ->
          throw new AssertionError("Expected a dispatcher that moves to be asked again.");
      case ActivityDispatcher.TooManyPollers ignored ->
          throw new ActivityPollersExceeded(activityArn, settings.pollersMax());
    };
  }

  void offer(String executionArn, Effect.OfferTask offer) {
    dispatcher(offer.activityArn())
        .tell(new ActivityDispatcher.Offer(executionArn, offer.taskId()));
  }

  void withdraw(String executionArn, Effect.WithdrawTask withdraw) {
    dispatcher(withdraw.activityArn())
        .tell(new ActivityDispatcher.Withdraw(executionArn, withdraw.taskId()));
  }

  private EntityRef<ActivityDispatcher.Message> dispatcher(String activityArn) {
    return sharding.entityRefFor(ActivityDispatcher.KEY, activityArn);
  }

  private DispatcherWorld world(Executions executions, ExecutionIndex index, Executor blocking) {
    var heard = new HeardNodes(system);
    return new DispatcherWorld() {
      @Override
      public CompletionStage<ActivityDispatcher.Taken> take(
          String executionArn, long taskId, @Nullable String workerName) {
        return executions
            .take(executionArn, taskId, workerName)
            .thenApply(taken -> new ActivityDispatcher.Taken(taken.taskToken(), taken.input()));
      }

      @Override
      public CompletionStage<List<ActivityOffer>> offers(String activityArn, int limit) {
        return CompletableFuture.supplyAsync(
            () -> index.offers(activityArn, null, limit), blocking);
      }

      @Override
      public void giveBack(String executionArn, long taskId) {
        executions.takeBack(executionArn, taskId);
      }

      @Override
      public boolean hears(Address node) {
        return heard.test(node);
      }

      @Override
      public <E extends ClusterDomainEvent> void tellOf(Class<E> kind, ActorRef<E> listener) {
        Cluster.get(system).subscriptions().tell(Subscribe.create(listener, kind));
      }

      @Override
      public TaskSettings settings() {
        return settings;
      }

      @Override
      public ActivityMeters meters() {
        return meters;
      }
    };
  }
}
