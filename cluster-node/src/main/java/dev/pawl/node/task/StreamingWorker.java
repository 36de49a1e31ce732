package dev.pawl.node.task;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Stands for one worker before the dispatcher of its activity. It says how many tasks may come in
 * all, and how many have, so that saying it again, to the same dispatcher or to its successor on
 * another node, never asks for more.
 */
final class StreamingWorker extends AbstractBehavior<StreamingWorker.Message> {

  /** How long after its end a task may still come, to be given back. */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  /** Long enough for a dispatcher that moves to be gone where it was. */
  private static final Duration MOVING = Duration.ofMillis(100);

  /** What it is told, by the dispatcher among others. */
  interface Message {}

  record Allow(int tasks) implements Message {}

  record End() implements Message {}

  /** Messages may have been lost. */
  record SayAgain() implements Message {}

  private record Say() implements Message {}

  private record Leave() implements Message {}

  /**
   * Whom it tells.
   *
   * @param giveBack of the tokens of tasks that the worker will not get
   */
  record Ways(Consumer<ActivityDispatcher.Message> dispatcher, Consumer<String> giveBack) {}

  private final TimerScheduler<Message> timers;
  private final String pollId = UUID.randomUUID().toString();
  private final String activityArn;
  private final @Nullable String workerName;
  private final TaskStream.Worker worker;
  private final Ways ways;
  private final int workersMax;
  private long received;
  private long limit;
  private long receivedBefore = -1;
  private boolean isSaying;
  private boolean hasEnded;

  static Behavior<Message> create(
      String activityArn,
      @Nullable String workerName,
      TaskStream.Worker worker,
      Ways ways,
      int workersMax) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new StreamingWorker(
                context, timers, activityArn, workerName, worker, ways, workersMax)));
  }

  private StreamingWorker(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      String activityArn,
      @Nullable String workerName,
      TaskStream.Worker worker,
      Ways ways,
      int workersMax) {
    super(context);
    this.timers = timers;
    this.activityArn = activityArn;
    this.workerName = workerName;
    this.worker = worker;
    this.ways = ways;
    this.workersMax = workersMax;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(ActivityDispatcher.TaskFound.class, this::onTaskFound)
        .onMessage(Allow.class, this::onAllow)
        .onMessage(Say.class, say -> say(false))
        .onMessage(SayAgain.class, again -> onSayAgain())
        .onMessage(ActivityDispatcher.Moved.class, moved -> onMoved())
        .onMessage(ActivityDispatcher.TooManyPollers.class, tooMany -> onTooMany())
        .onMessage(ActivityDispatcher.NoTask.class, none -> this)
        .onMessage(End.class, end -> onEnd())
        .onMessage(Leave.class, leave -> Behaviors.stopped())
        .build();
  }

  private Behavior<Message> onAllow(Allow allow) {
    limit += allow.tasks();
    if (!isSaying) {
      isSaying = true;
      getContext().getSelf().tell(new Say()); // after all that are allowed by now
    }
    return this;
  }

  private Behavior<Message> say(boolean anew) {
    isSaying = false;
    if (hasEnded) {
      return this;
    }
    ActorRef<ActivityDispatcher.Polled> replyTo = getContext().getSelf().narrow();
    ways.dispatcher()
        .accept(new ActivityDispatcher.Demand(pollId, workerName, received, limit, anew, replyTo));
    return this;
  }

  private Behavior<Message> onTaskFound(ActivityDispatcher.TaskFound found) {
    // More can come after a dispatcher was lost with tasks on their way: those are offered again.
    if (received < limit && !hasEnded) {
      received++;
      worker.take(new ActivityTask(found.taskToken(), found.input()));
    } else {
      ways.giveBack().accept(found.taskToken());
    }
    return this;
  }

  private Behavior<Message> onMoved() {
    timers.startSingleTimer(new Say(), MOVING);
    return this;
  }

  /** What has not come by now, with nothing coming all the while, does not come any more. */
  private Behavior<Message> onSayAgain() {
    var isQuiet = received == receivedBefore && received < limit;
    receivedBefore = received;
    return received < limit ? say(isQuiet) : this;
  }

  private Behavior<Message> onTooMany() {
    worker.refuse(new ActivityPollersExceeded(activityArn, workersMax));
    return Behaviors.stopped();
  }

  private Behavior<Message> onEnd() {
    hasEnded = true;
    ways.dispatcher().accept(new ActivityDispatcher.EndPoll(pollId));
    timers.startSingleTimer(new Leave(), LEAVING);
    return this;
  }
}
