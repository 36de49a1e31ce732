package dev.pawl.node.task;

import dev.pawl.engine.json.Payload;
import dev.pawl.node.observe.ActivityMeters;
import dev.pawl.persistence.journal.ActivityOffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tasks of one activity and the workers that poll for them together, both first come
 * first served. It keeps a bounded window of the offers in memory; all of them are rows in the
 * database, from which it reloads. The execution itself has the last word on who gets a task, so
 * losing this actor, or having two of it for a moment, gives no task to two workers.
 */
final class ActivityDispatcher extends AbstractBehavior<ActivityDispatcher.Message> {
  static final EntityTypeKey<Message> KEY = EntityTypeKey.create(Message.class, "activity");

  /** What a dispatcher is told. */
  sealed interface Message {}

  /** What it is told from another node. */
  sealed interface Carried extends Message {}

  record Offer(String executionArn, long taskId) implements Carried {}

  record Withdraw(String executionArn, long taskId) implements Carried {}

  record Poll(
      String pollId, @Nullable String workerName, Duration patience, ActorRef<Polled> replyTo)
      implements Carried {}

  /** The worker has gone away, or has waited long enough. */
  record EndPoll(String pollId) implements Carried {}

  /** Stop: the shard moves to another node, or you have asked for it. */
  record HandOff() implements Message {}

  private record Loaded(List<ActivityOffer> offers) implements Message {}

  private record LoadFailed() implements Message {}

  private record Reload() implements Message {}

  private record Idle() implements Message {}

  private record Asked(Poll poll, Task task, @Nullable Taken taken) implements Message {}

  /** The answer to a poll. */
  sealed interface Polled {}

  record TaskFound(String taskToken, Payload input) implements Polled {}

  record NoTask() implements Polled {}

  record TooManyPollers() implements Polled {}

  /** The dispatcher moves to another node: ask there. */
  record Moved() implements Polled {}

  private record Task(String executionArn, long taskId) {}

  /**
   * What an execution answers to whoever wants to take a task: null members if it no longer waits
   * for a worker.
   */
  record Taken(@Nullable String taskToken, @Nullable Payload input) {}

  /** What a dispatcher needs of its node. */
  interface World {
    CompletionStage<Taken> take(String executionArn, long taskId, @Nullable String workerName);

    /** The oldest offers of the activity. */
    CompletionStage<List<ActivityOffer>> offers(String activityArn, int limit);

    TaskSettings settings();

    ActivityMeters meters();
  }

  private final String activityArn;
  private final World world;
  private final TimerScheduler<Message> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final ActivityMeters.OfOne meters;
  private final Set<Task> offers = new LinkedHashSet<>();
  private final Deque<Poll> polls = new ArrayDeque<>();
  private boolean mayHaveMore = true;
  private boolean isLoading;
  private boolean isLeaving;
  private int asking;

  static Behavior<Message> create(
      String activityArn, World world, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new ActivityDispatcher(context, timers, activityArn, world, shard)));
  }

  private ActivityDispatcher(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      String activityArn,
      World world,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.timers = timers;
    this.activityArn = activityArn;
    this.world = world;
    this.shard = shard;
    this.meters = world.meters().of(activityArn);
    context.setReceiveTimeout(world.settings().dispatcherIdleTimeout(), new Idle());
    timers.startTimerWithFixedDelay(new Reload(), world.settings().reloadInterval());
    load();
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Offer.class, this::onOffer)
        .onMessage(Withdraw.class, this::onWithdraw)
        .onMessage(Poll.class, this::onPoll)
        .onMessage(EndPoll.class, this::onEndPoll)
        .onMessage(Asked.class, this::onAsked)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(LoadFailed.class, failed -> onLoadFailed())
        .onMessage(Reload.class, reload -> onReload())
        .onMessage(Idle.class, idle -> onIdle())
        .onMessage(HandOff.class, handOff -> onHandOff())
        .onSignal(PostStop.class, stopped -> onStopped())
        .build();
  }

  // ---- offers

  private Behavior<Message> onOffer(Offer offer) {
    keep(new Task(offer.executionArn(), offer.taskId()));
    return match();
  }

  private void keep(Task task) {
    if (offers.size() < world.settings().offersMax()) {
      offers.add(task);
    } else {
      mayHaveMore = true;
    }
  }

  private Behavior<Message> onWithdraw(Withdraw withdraw) {
    offers.remove(new Task(withdraw.executionArn(), withdraw.taskId()));
    return counted();
  }

  /** An offer may have been lost on its way here; its row has not. */
  private Behavior<Message> onReload() {
    if (!polls.isEmpty() && offers.isEmpty()) {
      load();
    }
    return this;
  }

  private void load() {
    if (!isLoading) {
      isLoading = true;
      getContext()
          .pipeToSelf(
              world.offers(activityArn, world.settings().offersMax()),
              (found, failure) -> failure == null ? new Loaded(found) : new LoadFailed());
    }
  }

  private Behavior<Message> onLoaded(Loaded loaded) {
    isLoading = false;
    mayHaveMore = loaded.offers().size() >= world.settings().offersMax();
    loaded.offers().forEach(offer -> keep(new Task(offer.executionArn(), offer.taskId())));
    return match();
  }

  private Behavior<Message> onLoadFailed() {
    isLoading = false;
    return this; // the next Reload tries again
  }

  // ---- polls

  private Behavior<Message> onPoll(Poll poll) {
    if (timers.isTimerActive(poll.pollId())) {
      return this; // asked again because a node is gone, but this was not the one
    }
    if (polls.size() >= world.settings().pollersMax()) {
      poll.replyTo().tell(new TooManyPollers());
      return this;
    }
    polls.addLast(poll);
    timers.startSingleTimer(poll.pollId(), new EndPoll(poll.pollId()), poll.patience());
    return match();
  }

  private Behavior<Message> onEndPoll(EndPoll end) {
    polls.stream()
        .filter(poll -> poll.pollId().equals(end.pollId()))
        .findFirst()
        .ifPresent(poll -> {
          polls.remove(poll);
          timers.cancel(poll.pollId());
          poll.replyTo().tell(new NoTask());
        });
    return counted();
  }

  private Behavior<Message> match() {
    while (!polls.isEmpty() && !offers.isEmpty()) {
      var poll = polls.removeFirst();
      var task = offers.iterator().next();
      offers.remove(task);
      asking++;
      getContext()
          .pipeToSelf(
              world.take(task.executionArn(), task.taskId(), poll.workerName()),
              (taken, failure) -> new Asked(poll, task, failure == null ? taken : null));
    }
    if (offers.isEmpty() && mayHaveMore) {
      load();
    }
    return counted();
  }

  private Behavior<Message> counted() {
    meters.waiting(offers.size(), polls.size());
    return this;
  }

  private Behavior<Message> onAsked(Asked asked) {
    asking--;
    answer(asked);
    if (!isLeaving) {
      return match();
    }
    return asking > 0 ? this : Behaviors.stopped();
  }

  private void answer(Asked asked) {
    var taken = asked.taken();
    if (taken != null && taken.taskToken() != null && taken.input() != null) {
      timers.cancel(asked.poll().pollId());
      asked.poll().replyTo().tell(new TaskFound(taken.taskToken(), taken.input()));
      meters.given();
      return;
    }
    if (taken == null) {
      mayHaveMore = true; // the execution did not answer; its row brings the offer back
    }
    if (!timers.isTimerActive(asked.poll().pollId())) {
      asked.poll().replyTo().tell(new NoTask());
    } else if (isLeaving) {
      asked.poll().replyTo().tell(new Moved());
    } else {
      polls.addFirst(asked.poll());
    }
  }

  /** Tasks that have been asked for come to the workers all the same. */
  private Behavior<Message> onHandOff() {
    polls.forEach(poll -> poll.replyTo().tell(new Moved()));
    polls.clear();
    isLeaving = true;
    return asking > 0 ? this : Behaviors.stopped();
  }

  private Behavior<Message> onStopped() {
    meters.close();
    return this;
  }

  private Behavior<Message> onIdle() {
    if (polls.isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }
    return this;
  }
}
