package dev.pawl.node.execution;

import dev.pawl.node.cluster.ClusterView;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.catalog.PauseCatalog;
import dev.pawl.persistence.catalog.StateMachinePause;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.persistence.journal.Slices;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Carries the pauses of state machines to their executions. When one is paused, those in this
 * node's memory are told, a batch at a time; parked ones learn of it when something wakes them, so
 * that a million of them cost nothing. When it goes on, those that stood still are found by the
 * time they are parked at and woken, a batch at a time; and again now and then, in case a node that
 * had not heard of the end parked one afterwards.
 */
public final class PauseSweep extends AbstractBehavior<PauseSweep.Message> {

  /** What it is told. */
  sealed interface Message {}

  /** Look what has changed. */
  private record Refresh() implements Message {}

  private record Heard(List<StateMachinePause> stored) implements Message {}

  private record FindForgotten() implements Message {}

  private record Here(String stateMachineArn, List<String> executionArns) implements Message {}

  private record Resume(String stateMachineArn, String after) implements Message {}

  private record Found(String stateMachineArn, List<ExecutionSummary> executions)
      implements Message {}

  private record Failed(Throwable failure) implements Message {}

  private final MachinePauses pauses;
  private final PauseCatalog catalog;
  private final ExecutionIndex index;
  private final Executions executions;
  private final ExecutionSettings settings;
  private final ClusterView cluster;
  private final Executor blocking;
  private final TimerScheduler<Message> timers;

  /**
   * Begins to look, on this node.
   *
   * @param blocking where the database may be read
   */
  public static void start(
      ActorSystem<?> system,
      MachinePauses pauses,
      Database database,
      Executions executions,
      ExecutionSettings settings,
      ClusterView cluster,
      Executor blocking) {
    var sweep =
        system.systemActorOf(
            Behaviors.<Message>setup(context ->
                Behaviors.withTimers(timers ->
                    new PauseSweep(
                        context,
                        timers,
                        pauses,
                        database.pauses(),
                        database.executions(),
                        executions,
                        settings,
                        cluster,
                        blocking))),
            "pause-sweep",
            Props.empty());
    pauses.lookWith(() -> sweep.tell(new Refresh()));
  }

  private PauseSweep(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      MachinePauses pauses,
      PauseCatalog catalog,
      ExecutionIndex index,
      Executions executions,
      ExecutionSettings settings,
      ClusterView cluster,
      Executor blocking) {
    super(context);
    this.timers = timers;
    this.pauses = pauses;
    this.catalog = catalog;
    this.index = index;
    this.executions = executions;
    this.settings = settings;
    this.cluster = cluster;
    this.blocking = blocking;
    timers.startTimerWithFixedDelay(new Refresh(), settings.pauseRefreshInterval());
    timers.startTimerWithFixedDelay(new FindForgotten(), settings.slowSweepInterval());
    context.getSelf().tell(new FindForgotten());
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Refresh.class, refresh -> onRefresh())
        .onMessage(Heard.class, this::onHeard)
        .onMessage(FindForgotten.class, find -> onFindForgotten())
        .onMessage(Here.class, this::onHere)
        .onMessage(Resume.class, this::onResume)
        .onMessage(Found.class, this::onFound)
        .onMessage(Failed.class, this::onFailed)
        .build();
  }

  private Behavior<Message> onRefresh() {
    var from = pauses.heardUntil();
    read(() -> new Heard(catalog.changedSince(from)));
    return this;
  }

  private Behavior<Message> onHeard(Heard heard) {
    for (var news : pauses.hear(heard.stored())) {
      var arn = news.stateMachineArn();
      if (news.pause().paused()) {
        read(() -> new Here(arn, executions.hereOf(arn)));
      } else {
        getContext().getSelf().tell(new Resume(arn, ""));
      }
    }
    return this;
  }

  private Behavior<Message> onFindForgotten() {
    pauses.resumed().forEach(arn -> getContext().getSelf().tell(new Resume(arn, "")));
    return this;
  }

  /** A woken execution looks at its machine. */
  private Behavior<Message> onHere(Here here) {
    var arns = here.executionArns();
    var batch = Math.min(arns.size(), settings.wakeBatch());
    arns.subList(0, batch).forEach(arn -> executions.wake(arn, 0));
    if (batch < arns.size()) {
      var rest = new Here(here.stateMachineArn(), List.copyOf(arns.subList(batch, arns.size())));
      timers.startSingleTimer(rest.stateMachineArn(), rest, settings.sweepInterval());
    }
    return this;
  }

  private Behavior<Message> onResume(Resume resume) {
    var arn = resume.stateMachineArn();
    if (!pauses.isPaused(arn)) {
      var share = cluster.share();
      var from = share.from(Slices.COUNT);
      var to = share.to(Slices.COUNT);
      var at = MachinePauses.parkedAt(arn);
      read(
          () -> new Found(arn, index.parkedAt(at, from, to, resume.after(), settings.wakeBatch())));
    }
    return this;
  }

  private Behavior<Message> onFound(Found found) {
    var executionsFound = found.executions();
    executionsFound.forEach(one -> executions.wake(one.executionArn(), one.seqNr()));
    if (executionsFound.size() == settings.wakeBatch()) {
      var next = new Resume(found.stateMachineArn(), executionsFound.getLast().executionArn());
      timers.startSingleTimer(next, next, settings.sweepInterval());
    }
    return this;
  }

  private Behavior<Message> onFailed(Failed failed) {
    getContext()
        .getLog()
        .warn("Expected to read which state machines are paused.", failed.failure());
    return this;
  }

  private void read(Supplier<Message> query) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(query, blocking),
            (found, failure) -> failure == null ? found : new Failed(failure));
  }
}
