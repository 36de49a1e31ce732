package dev.pawl.node.task;

import dev.pawl.engine.json.Payload;
import dev.pawl.node.observe.ActivityMeters;
import dev.pawl.persistence.journal.ActivityOffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tasks of one activity and the workers that wait for them together, both first come
 * first served; a worker that wants several gets one when it is its turn, and then waits behind the
 * others. It keeps a bounded window of the offers in memory; all of them are rows in the database,
 * from which it reloads. The execution itself has the last word on who gets a task, so losing this
 * actor, or having two of it for a moment, gives no task to two workers.
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

  /**
   * A worker takes tasks as they come. Saying it again is saying it once.
   *
   * @param received how many it has got so far
   * @param limit how many it may have got in all
   * @param anew nothing is on its way to it: what was sent and is not among those received is lost
   */
  record Demand(
      String pollId,
      @Nullable String workerName,
      long received,
      long limit,
      boolean anew,
      ActorRef<Polled> replyTo)
      implements Carried {}

  /** The worker has gone away, or has waited long enough. */
  record EndPoll(String pollId) implements Carried {}

  /** Stop: the shard moves to another node, or you have asked for it. */
  record HandOff() implements Message {}

  private record Loaded(List<ActivityOffer> offers) implements Message {}

  private record LoadFailed() implements Message {}

  private record Reload() implements Message {}

  private record Idle() implements Message {}

  /** That node does not answer any more. */
  private record Unheard(Address node) implements Message {}

  private record Asked(Waiting worker, Task task, @Nullable Taken taken) implements Message {}

  /** The answer to a poll. */
  sealed interface Polled extends StreamingWorker.Message {}

  record TaskFound(String taskToken, Payload input) implements Polled {}

  record NoTask() implements Polled {}

  record TooManyPollers() implements Polled {}

  /** The dispatcher moves to another node: ask there. */
  record Moved() implements Polled {}

  private record Task(String executionArn, long taskId) {}

  /** A worker, in the queue for its next task. */
  private sealed interface Waiting {
    @Nullable String workerName();

    ActorRef<Polled> replyTo();
  }

  /** One that takes one task. */
  private record Once(Poll poll) implements Waiting {
    @Override
    public @Nullable String workerName() {
      return poll.workerName();
    }

    @Override
    public ActorRef<Polled> replyTo() {
      return poll.replyTo();
    }
  }

  /** One that takes many. It is in the queue once, as long as it may get more. */
  private static final class Streaming implements Waiting {
    private Demand demand;
    private long sent;
    private int asking;
    private boolean queued;

    Streaming(Demand demand) {
      this.demand = demand;
      this.sent = demand.received();
    }

    boolean mayGetMore() {
      return sent + asking < demand.limit();
    }

    @Override
    public @Nullable String workerName() {
      return demand.workerName();
    }

    @Override
    public ActorRef<Polled> replyTo() {
      return demand.replyTo();
    }
  }

  /**
   * What an execution answers to whoever wants to take a task: null members if it no longer waits
   * for a worker.
   */
  record Taken(@Nullable String taskToken, @Nullable Payload input) {}

  private final String activityArn;
  private final DispatcherWorld world;
  private final TimerScheduler<Message> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final ActivityMeters.OfOne meters;
  private final Set<Task> offers = new LinkedHashSet<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<String, Streaming> streaming = new HashMap<>();
  private final GivenTasks<Task> given;
  private final EndedPolls ended;
  private boolean mayHaveMore = true;
  private boolean isLoading;
  private boolean isLeaving;
  private int asking;

  static Behavior<Message> create(
      String activityArn, DispatcherWorld world, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new ActivityDispatcher(context, timers, activityArn, world, shard)));
  }

  private ActivityDispatcher(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      String activityArn,
      DispatcherWorld world,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.timers = timers;
    this.activityArn = activityArn;
    this.world = world;
    this.shard = shard;
    this.meters = world.meters().of(activityArn);
    this.given = new GivenTasks<>(world.settings().takeConfirmationMax(), System::nanoTime);
    this.ended = new EndedPolls(world.settings().takeConfirmation(), System::nanoTime);
    world.tellOf(
        UnreachableMember.class,
        context.messageAdapter(
            UnreachableMember.class, event -> new Unheard(event.member().address())));
    // One that stops in order is heard to the end, and tasks on their way there are lost all the
    // same.
    world.tellOf(
        MemberRemoved.class,
        context.messageAdapter(
            MemberRemoved.class, event -> new Unheard(event.member().address())));
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
        .onMessage(Demand.class, this::onDemand)
        .onMessage(EndPoll.class, this::onEndPoll)
        .onMessage(Asked.class, this::onAsked)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(LoadFailed.class, failed -> onLoadFailed())
        .onMessage(Reload.class, reload -> onReload())
        .onMessage(Idle.class, idle -> onIdle())
        .onMessage(Unheard.class, this::onUnheard)
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
    if (!waiting.isEmpty() && offers.isEmpty()) {
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
    if (timers.isTimerActive(poll.pollId()) || ended.contains(poll.pollId())) {
      return this; // announced again: it waits here, or its answer is on its way
    }
    if (workers() >= world.settings().pollersMax()) {
      poll.replyTo().tell(new TooManyPollers());
      return this;
    }
    waiting.addLast(new Once(poll));
    timers.startSingleTimer(poll.pollId(), new EndPoll(poll.pollId()), poll.patience());
    return match();
  }

  private int workers() {
    var busy = (int) streaming.values().stream().filter(stream -> !stream.queued).count();
    return waiting.size() + busy;
  }

  private Behavior<Message> onDemand(Demand demand) {
    var known = streaming.get(demand.pollId());
    if (isLeaving) {
      demand.replyTo().tell(new Moved());
      return this;
    }
    if (known == null && workers() >= world.settings().pollersMax()) {
      demand.replyTo().tell(new TooManyPollers());
      return this;
    }
    var worker = known == null ? stream(demand) : known;
    worker.demand = demand;
    if (demand.anew()) {
      worker.sent = demand.received();
    }
    queue(worker);
    return match();
  }

  private Streaming stream(Demand demand) {
    var worker = new Streaming(demand);
    streaming.put(demand.pollId(), worker);
    // Its node may go without a word.
    getContext().watchWith(demand.replyTo(), new EndPoll(demand.pollId()));
    return worker;
  }

  private void queue(Streaming worker) {
    if (!worker.queued && worker.mayGetMore()) {
      worker.queued = true;
      waiting.addLast(worker);
    }
  }

  private Behavior<Message> onEndPoll(EndPoll end) {
    var stream = streaming.remove(end.pollId());
    if (stream != null) {
      getContext().unwatch(stream.replyTo());
      waiting.remove(stream);
      return counted();
    }
    waiting.stream()
        .filter(worker -> worker instanceof Once once && once.poll().pollId().equals(end.pollId()))
        .findFirst()
        .ifPresent(worker -> {
          waiting.remove(worker);
          timers.cancel(end.pollId());
          ended.add(end.pollId());
          worker.replyTo().tell(new NoTask());
        });
    return counted();
  }

  /**
   * Whoever waits there would be given tasks that nobody gets. One that lives all the same says so
   * again.
   */
  private Behavior<Message> onUnheard(Unheard unheard) {
    for (var worker : List.copyOf(waiting)) {
      if (worker instanceof Once once && isAt(once, unheard.node())) {
        waiting.remove(once);
        timers.cancel(once.poll().pollId());
      }
    }
    for (var worker : List.copyOf(streaming.values())) {
      if (isAt(worker, unheard.node())) {
        streaming.remove(worker.demand.pollId());
        getContext().unwatch(worker.replyTo());
        waiting.remove(worker);
      }
    }
    given
        .removeSentTo(unheard.node())
        .forEach(task -> world.giveBack(task.executionArn(), task.taskId()));
    return counted();
  }

  private static boolean isAt(Waiting worker, Address node) {
    return worker.replyTo().path().address().equals(node);
  }

  private Behavior<Message> match() {
    while (!waiting.isEmpty() && !offers.isEmpty()) {
      var worker = waiting.removeFirst();
      var task = offers.iterator().next();
      offers.remove(task);
      asking++;
      if (worker instanceof Streaming stream) {
        stream.asking++;
        stream.queued = false;
        queue(stream);
      }
      getContext()
          .pipeToSelf(
              world.take(task.executionArn(), task.taskId(), worker.workerName()),
              (taken, failure) -> new Asked(worker, task, failure == null ? taken : null));
    }
    if (offers.isEmpty() && mayHaveMore) {
      load();
    }
    return counted();
  }

  private Behavior<Message> counted() {
    meters.waiting(offers.size(), waiting.size());
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
    var found =
        taken == null || taken.taskToken() == null || taken.input() == null
            ? null
            : new TaskFound(taken.taskToken(), taken.input());
    var node = asked.worker().replyTo().path().address();
    var isHeard = world.hears(node);
    if (taken == null || found != null && !isHeard) {
      world.giveBack(asked.task().executionArn(), asked.task().taskId());
    }
    if (taken == null) {
      mayHaveMore = true; // the execution did not answer; its row brings the offer back
    }
    if (!isHeard) {
      dropped(asked.worker());
      return;
    }
    if (found != null) {
      meters.given();
      given.add(asked.task(), node);
    }
    switch (asked.worker()) {
      case Once once -> answer(once.poll(), found);
      case Streaming stream -> answer(stream, found);
    }
  }

  /** Its node has gone meanwhile. */
  private void dropped(Waiting worker) {
    switch (worker) {
      case Once once -> timers.cancel(once.poll().pollId());
      case Streaming stream -> stream.asking--;
    }
  }

  private void answer(Poll poll, @Nullable TaskFound found) {
    if (found != null) {
      timers.cancel(poll.pollId());
      ended.add(poll.pollId());
      poll.replyTo().tell(found);
    } else if (!timers.isTimerActive(poll.pollId())) {
      ended.add(poll.pollId());
      poll.replyTo().tell(new NoTask());
    } else if (isLeaving) {
      poll.replyTo().tell(new Moved());
    } else {
      waiting.addFirst(new Once(poll));
    }
  }

  private void answer(Streaming stream, @Nullable TaskFound found) {
    stream.asking--;
    if (found != null) {
      stream.sent++;
      stream.replyTo().tell(found);
    } else if (streaming.containsValue(stream)) {
      queue(stream);
    }
  }

  /** Tasks that have been asked for come to the workers all the same. */
  private Behavior<Message> onHandOff() {
    waiting.stream()
        .filter(Once.class::isInstance)
        .forEach(worker -> worker.replyTo().tell(new Moved()));
    waiting.clear();
    streaming.values().forEach(stream -> stream.replyTo().tell(new Moved()));
    streaming.clear();
    isLeaving = true;
    return asking > 0 ? this : Behaviors.stopped();
  }

  private Behavior<Message> onStopped() {
    meters.close();
    return this;
  }

  private Behavior<Message> onIdle() {
    if (waiting.isEmpty() && streaming.isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }
    return this;
  }
}
