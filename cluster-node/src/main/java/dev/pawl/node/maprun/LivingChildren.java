package dev.pawl.node.maprun;

import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.maprun.Child;
import dev.pawl.engine.maprun.ChildEnd;
import dev.pawl.engine.maprun.MapRun;
import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.engine.maprun.Prepared;
import dev.pawl.node.execution.RedriveOutcome;
import dev.pawl.node.execution.StopOutcome;
import dev.pawl.node.maprun.MapRunEntity.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The children of a Map Run while this node keeps it: reads items for them, starts them, stops
 * them, and asks the index for what nobody has told. Everything here may be lost with the node.
 *
 * <p>Inputs are in memory from when they are read until their child has started, so of at most
 * {@code starts-max} children. For the actor's thread only; what blocks is done elsewhere, one
 * reading at a time.
 */
final class LivingChildren {

  /** What it is told of its own doings. */
  sealed interface Answer {}

  private record HaveRead(ChildReader.Read read) implements Answer {}

  private record ReadingFailed(Throwable failure, MapRunWork work) implements Answer {}

  private record StartAnswered(long index, @Nullable Throwable failure) implements Answer {}

  private record StartAgain(long index) implements Answer {}

  private record StopAnswered(Child child, boolean exists, @Nullable Throwable failure)
      implements Answer {}

  /**
   * @param isDone false if it had been started after all, or nobody knows
   */
  private record Forestalled(long index, boolean isDone) implements Answer {}

  private record Found(
      Map<Long, Child> asked, Map<Long, ExecutionStatus> statuses, @Nullable Throwable failure)
      implements Answer {}

  private record LookSoon() implements Answer {}

  /** Children of before a redrive have been looked through. */
  private record Unsuccessful(IndexedChildren.@Nullable Page page, @Nullable Throwable failure)
      implements Answer {}

  private record RedriveAnswered(
      Child child, @Nullable RedriveOutcome outcome, @Nullable Throwable failure)
      implements Answer {}

  private record RedriveAgain(long index) implements Answer {}

  private final MapRunWorld world;
  private final IndexedChildren known;
  private final ChildReader reader;
  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final Consumer<MapRunCommand> decide;
  private final Map<Long, Prepared> held = new HashMap<>();
  private final Map<Long, Prepared> starting = new HashMap<>();
  private final TreeMap<Long, Child> missing = new TreeMap<>();
  private final TreeMap<Long, Child> unknown = new TreeMap<>();
  private final Set<Long> stopped = new HashSet<>();
  private final Set<Long> redriving = new HashSet<>();
  private final Set<Long> redriven = new HashSet<>();
  private final Set<Long> notRedrivable = new HashSet<>();
  private @Nullable MapRunWork work;
  private boolean isRecovering;
  private boolean isReading;
  private boolean isLooking;
  private boolean isStopping;
  private boolean mustLook;
  private boolean isSearching;

  /**
   * @param decide puts a command to the Map Run
   */
  LivingChildren(
      MapRunWorld world,
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Consumer<MapRunCommand> decide) {
    this.world = world;
    this.known = new IndexedChildren(world.children());
    this.reader = new ChildReader(world);
    this.context = context;
    this.timers = timers;
    this.decide = decide;
  }

  /** Which of the children have been started is not known. */
  void recovered(MapRun run) {
    isRecovering = !run.running().isEmpty();
  }

  MapRunCommand ended(MapRunEntity.ChildEnded ended) {
    return new MapRunCommand.EndChildren(List.of(new ChildEnd(ended.index(), ended.status())));
  }

  // ---- running

  /** Starts what is missing, and more while there is room. */
  void runOn(MapRun run, MapRunWork found) {
    work = found;
    redrive(run, found);
    if (isRecovering || mustLook) {
      look(run);
    }
    if (isRecovering || isReading || !held.isEmpty()) {
      return;
    }
    if (!missing.isEmpty()) {
      readAgain(found);
      return;
    }
    if (run.redrive() != null && !run.redrive().isComplete()) {
      search(run, found);
      return;
    }
    var free = world.settings().startsMax() - starting.size();
    var room = Math.min(run.room(world.settings().childrenMax()), free);
    if (room > 0 && 2 * free >= world.settings().startsMax()
        || run.running().isEmpty() && starting.isEmpty()) {
      read(run, found, Math.max(1, room));
    }
  }

  private void read(MapRun run, MapRunWork found, int most) {
    var firstItem = run.nextItem();
    var firstChild = run.nextChild();
    reading(found, () -> reader.next(found, firstItem, firstChild, most));
  }

  private void readAgain(MapRunWork found) {
    var wanted = missing.values().stream().limit(world.settings().startsMax()).toList();
    reading(found, () -> reader.again(found, wanted));
  }

  private void reading(MapRunWork found, Supplier<ChildReader.Read> reading) {
    isReading = true;
    context.pipeToSelf(
        world.block(reading),
        (read, failure) ->
            of(failure == null ? new HaveRead(read) : new ReadingFailed(failure, found)));
  }

  /** These are named in a stored row: now they may start. */
  void start(List<Child> children) {
    for (var child : children) {
      var prepared = held.remove(child.index());
      if (prepared != null) {
        start(prepared);
      }
    }
    held.clear();
  }

  private void start(Prepared prepared) {
    if (work == null) {
      throw new AssertionError("Expected to know what is to be done.");
    }
    var index = prepared.child().index();
    starting.put(index, prepared);
    context.pipeToSelf(
        world.executions().start(work.start(prepared)),
        (outcome, failure) -> of(new StartAnswered(index, failure)));
  }

  // ---- redriving

  /** It goes on after its end. */
  void redriven() {
    isStopping = false;
    unknown.clear();
    stopped.clear();
    redriving.clear();
    redriven.clear();
    notRedrivable.clear();
  }

  /**
   * Redrives the children that are only there for that. Asked once more after a crash: the same
   * token makes one redrive of it.
   */
  private void redrive(MapRun run, MapRunWork found) {
    run.running()
        .forEach((index, child) -> {
          if (isToBeRedriven(run, index)
              && redriving.size() < world.settings().startsMax()
              && redriving.add(index)) {
            redrive(found, child, run.redriveNumber());
          }
        });
  }

  private boolean isToBeRedriven(MapRun run, long index) {
    return run.isRedriven(index) && !redriven.contains(index) && !missing.containsKey(index);
  }

  private void redrive(MapRunWork found, Child child, int number) {
    context.pipeToSelf(
        world.executions().redrive(found.executionArn(child.index()), "map-run-redrive-" + number),
        (outcome, failure) -> of(new RedriveAnswered(child, outcome, failure)));
  }

  private void onRedriven(RedriveAnswered answered) {
    var child = answered.child();
    if (answered.failure() != null) {
      var again = new RedriveAgain(child.index());
      timers.startSingleTimer(again, of(again), world.settings().againAfter());
      return;
    }
    redriving.remove(child.index());
    redriven.add(child.index());
    switch (Objects.requireNonNull(answered.outcome())) {
      case RedriveOutcome.DoesNotExist ignored -> missing.put(child.index(), child);
      case RedriveOutcome.NotRedrivable ignored -> notRedrivable.add(child.index());
      case RedriveOutcome.Redriven ignored -> {}
    }
    // It may have ended by now, or be too old for a redrive: the index knows.
    mustLook = true;
  }

  /** Looks for children of before the redrive that did not succeed. */
  private void search(MapRun run, MapRunWork found) {
    var redrive = run.redrive();
    var room = run.roomToRedrive(world.settings().childrenMax());
    if (isSearching || redrive == null || room == 0) {
      return;
    }
    isSearching = true;
    context.pipeToSelf(
        world.block(() -> known.unsuccessful(found, redrive, room)),
        (page, failure) -> of(new Unsuccessful(page, failure)));
  }

  private void onUnsuccessful(Unsuccessful found) {
    isSearching = false;
    var page = found.page();
    if (page == null) {
      context.getLog().warn("Expected to find children in the database.", found.failure());
    } else if (!isStopping) {
      decide.accept(new MapRunCommand.RedriveChildren(page.children(), page.next()));
    }
  }

  // ---- stopping

  /**
   * Stops all that run. One that nobody knows is started only to be aborted: the start that an
   * owner of before had on its way may come yet.
   */
  void stop(MapRun run, MapRunWork found) {
    work = found;
    isStopping = true;
    missing.clear();
    held.clear();
    run.running().values().stream()
        .filter(child -> !starting.containsKey(child.index()) && stopped.add(child.index()))
        .forEach(child -> stop(found, child));
    if (!unknown.isEmpty() && !isReading) {
      var wanted = unknown.values().stream().limit(world.settings().startsMax()).toList();
      reading(found, () -> reader.again(found, wanted));
    }
    if (mustLook) {
      look(run);
    }
  }

  private void forestall(Prepared prepared) {
    var index = prepared.child().index();
    if (work == null || unknown.remove(index) == null) {
      return;
    }
    context.pipeToSelf(
        world.executions().forestall(work.start(prepared)),
        (isDone, failure) ->
            of(new Forestalled(index, failure == null && Boolean.TRUE.equals(isDone))));
  }

  private void onForestalled(Forestalled forestalled) {
    if (forestalled.isDone()) {
      end(new ChildEnd(forestalled.index(), ExecutionStatus.ABORTED));
    } else {
      stopped.remove(forestalled.index()); // it is stopped again
    }
  }

  private void end(ChildEnd end) {
    decide.accept(new MapRunCommand.EndChildren(List.of(end)));
  }

  private void stop(MapRunWork found, Child child) {
    var index = child.index();
    context.pipeToSelf(
        world.executions().stop(found.executionArn(index), null, null),
        (outcome, failure) ->
            of(new StopAnswered(child, outcome instanceof StopOutcome.Stopped, failure)));
  }

  // ---- asking the index

  /** Asks for the ends of children that nobody may have told, and for children that are missing. */
  void look(MapRun run) {
    var found = work;
    if (isLooking || found == null || run.running().isEmpty()) {
      return;
    }
    var asked = new HashMap<Long, Child>();
    run.running()
        .forEach((index, child) -> {
          if (!starting.containsKey(index)
              && !missing.containsKey(index)
              && (isStopping || !isToBeRedriven(run, index))) {
            asked.put(index, child);
          }
        });
    if (asked.isEmpty()) {
      return;
    }
    isLooking = true;
    mustLook = false;
    context.pipeToSelf(
        world.block(() -> known.statuses(found, asked.keySet())),
        (statuses, failure) ->
            of(new Found(asked, failure == null ? statuses : Map.of(), failure)));
  }

  // ---- answers

  private static Message of(Answer answer) {
    return new MapRunEntity.OfChildren(answer);
  }

  void on(Answer message) {
    switch (message) {
      case HaveRead answered -> onRead(answered.read());
      case ReadingFailed failed -> onReadingFailed(failed);
      case StartAnswered answered -> onStarted(answered);
      case StartAgain again -> onStartAgain(again.index());
      case StopAnswered answered -> onStopped(answered);
      case Forestalled forestalled -> onForestalled(forestalled);
      case Found found -> onFound(found);
      case LookSoon ignored -> mustLook = true;
      case Unsuccessful found -> onUnsuccessful(found);
      case RedriveAnswered answered -> onRedriven(answered);
      case RedriveAgain again -> redriving.remove(again.index());
    }
  }

  private void onRead(ChildReader.Read read) {
    isReading = false;
    if (isStopping) {
      read.children().forEach(this::forestall);
      return;
    }
    if (read.again()) {
      read.children()
          .forEach(prepared -> {
            missing.remove(prepared.child().index());
            start(prepared);
          });
      return;
    }
    read.children().forEach(prepared -> held.put(prepared.child().index(), prepared));
    decide.accept(
        new MapRunCommand.StartChildren(
            read.children().stream().map(Prepared::child).toList(), read.exhausted()));
  }

  private void onReadingFailed(ReadingFailed failed) {
    if (isStopping) {
      isReading = false;
      unknown.keySet().forEach(index -> end(ChildEnd.unstarted(index)));
      unknown.clear();
      return;
    }
    var fail = Trouble.ofReading(failed.failure(), failed.work());
    if (fail == null) {
      throw new IllegalStateException(
          "Expected to read the items of " + failed.work().mapRunArn(), failed.failure());
    }
    isReading = false;
    decide.accept(fail);
  }

  private void onStarted(StartAnswered answered) {
    if (answered.failure() == null) {
      starting.remove(answered.index());
    } else {
      var again = new StartAgain(answered.index());
      timers.startSingleTimer(again, of(again), world.settings().againAfter());
    }
  }

  private void onStartAgain(long index) {
    var prepared = starting.remove(index);
    if (prepared != null && !isStopping) {
      start(prepared);
    }
  }

  private void onStopped(StopAnswered answered) {
    var child = answered.child();
    if (answered.failure() != null) {
      stopped.remove(child.index());
    } else if (answered.exists()) {
      timers.startSingleTimer(of(new LookSoon()), world.settings().againAfter());
    } else if (child.firstItem() == IndexedChildren.NOWHERE) {
      end(ChildEnd.unstarted(child.index()));
    } else {
      unknown.put(child.index(), child);
    }
  }

  private void onFound(Found found) {
    isLooking = false;
    if (found.failure() != null) {
      context.getLog().warn("Expected to find children in the index.", found.failure());
      return;
    }
    isRecovering = false;
    var ends = new ArrayList<ChildEnd>();
    found
        .asked()
        .forEach((index, child) -> {
          var status = found.statuses().get(index);
          if (status == null) {
            if (!isStopping && !starting.containsKey(index)) {
              missing.put(index, child);
            }
          } else if (status != ExecutionStatus.RUNNING) {
            ends.add(ended(index, status));
          }
        });
    if (!ends.isEmpty()) {
      decide.accept(new MapRunCommand.EndChildren(ends));
    }
  }

  private ChildEnd ended(long index, ExecutionStatus status) {
    var lost = status != ExecutionStatus.SUCCEEDED && notRedrivable.contains(index);
    return new ChildEnd(index, status, false, lost);
  }

  void close() {
    if (!isReading) {
      reader.close();
    }
  }
}
