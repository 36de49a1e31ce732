package dev.pawl.node.maprun;

import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.maprun.Child;
import dev.pawl.engine.maprun.ChildEnd;
import dev.pawl.engine.maprun.MapRun;
import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.engine.maprun.Prepared;
import dev.pawl.engine.maprun.Redrive;
import dev.pawl.node.execution.RedriveOutcome;
import dev.pawl.node.execution.StopOutcome;
import dev.pawl.node.maprun.MapRunEntity.Message;
import dev.pawl.node.maprun.MapRunWork.OpenItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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

  /** Children that one search looks at. */
  private static final int SEARCH_PAGE = 200;

  /** The place of items that are not read again. */
  private static final long NOWHERE = -1;

  /** What it is told of its own doings. */
  sealed interface Answer {}

  /** Items have been read. */
  private record Read(List<Prepared> children, boolean exhausted, boolean again)
      implements Answer {}

  private record ReadingFailed(Throwable failure, MapRunWork work) implements Answer {}

  private record StartAnswered(long index, @Nullable Throwable failure) implements Answer {}

  private record StartAgain(long index) implements Answer {}

  private record StopAnswered(long index, boolean exists, @Nullable Throwable failure)
      implements Answer {}

  private record Found(
      Map<Long, Child> asked, Map<Long, ExecutionStatus> statuses, @Nullable Throwable failure)
      implements Answer {}

  private record LookSoon() implements Answer {}

  /** Children of before a redrive have been looked through. */
  private record Unsuccessful(List<Child> children, long next, @Nullable Throwable failure)
      implements Answer {}

  private record RedriveAnswered(
      Child child, @Nullable RedriveOutcome outcome, @Nullable Throwable failure)
      implements Answer {}

  private record RedriveAgain(long index) implements Answer {}

  private final MapRunWorld world;
  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final Consumer<MapRunCommand> decide;
  private final Map<Long, Prepared> held = new HashMap<>();
  private final Map<Long, Prepared> starting = new HashMap<>();
  private final TreeMap<Long, Child> missing = new TreeMap<>();
  private final Set<Long> stopped = new HashSet<>();
  private final Set<Long> redriving = new HashSet<>();
  private final Set<Long> redriven = new HashSet<>();
  private final Set<Long> notRedrivable = new HashSet<>();
  private @Nullable MapRunWork work;
  private @Nullable OpenItems items;
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
    reading(found, () -> next(found, firstItem, firstChild, most));
  }

  private Read next(MapRunWork found, long firstItem, long firstChild, int most) {
    var inputs = openAt(found, firstItem).inputs();
    var children = new ArrayList<Prepared>();
    var bytes = 0L;
    while (children.size() < most && bytes < world.settings().readBytesMax()) {
      var child = inputs.next(firstChild + children.size());
      if (child.isEmpty()) {
        return new Read(children, true, false);
      }
      children.add(child.get());
      bytes += child.get().input().utf8Bytes();
    }
    return new Read(children, false, false);
  }

  private void readAgain(MapRunWork found) {
    var wanted = missing.values().stream().limit(world.settings().startsMax()).toList();
    reading(found, () -> again(found, wanted));
  }

  private Read again(MapRunWork found, List<Child> wanted) {
    var inputs = openAt(found, wanted.getFirst().firstItem()).inputs();
    var children = new ArrayList<Prepared>();
    for (var child : wanted) {
      children.add(inputs.again(child));
    }
    return new Read(children, false, true);
  }

  /** Called by one reading at a time. */
  private OpenItems openAt(MapRunWork found, long firstItem) {
    var open = items;
    if (open != null && open.inputs().position() == firstItem) {
      return open;
    }
    if (open != null) {
      open.close();
    }
    items = null;
    open =
        found.open(world.sources(), firstItem, world::chance, world.settings().payloadBytesMax());
    items = open;
    return open;
  }

  private void reading(MapRunWork found, java.util.function.Supplier<Read> reading) {
    isReading = true;
    context.pipeToSelf(
        world.block(reading),
        (read, failure) -> of(failure == null ? read : new ReadingFailed(failure, found)));
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
        world.block(() -> unsuccessful(found, redrive, room)),
        (answer, failure) ->
            of(failure == null ? answer : new Unsuccessful(List.of(), 0, failure)));
  }

  private Unsuccessful unsuccessful(MapRunWork found, Redrive redrive, int room) {
    var page = world.children().ended(found.mapRunArn(), redrive.next() - 1, SEARCH_PAGE);
    var children = new ArrayList<Child>();
    var next = redrive.next();
    for (var ended : page) {
      if (children.size() == room || ended.index() >= redrive.until()) {
        break;
      }
      next = ended.index() + 1;
      if (!ended.execution().status().equals(ExecutionStatus.SUCCEEDED.name())) {
        children.add(new Child(ended.index(), NOWHERE, ended.items()));
      }
    }
    var isLast = children.size() < room && page.size() < SEARCH_PAGE;
    return new Unsuccessful(children, isLast ? redrive.until() : next, null);
  }

  private void onUnsuccessful(Unsuccessful found) {
    isSearching = false;
    if (found.failure() != null) {
      context.getLog().warn("Expected to find children in the database.", found.failure());
    } else if (!isStopping) {
      decide.accept(new MapRunCommand.RedriveChildren(found.children(), found.next()));
    }
  }

  // ---- stopping

  /** Stops all that run; one that was never started has ended by that. */
  void stop(MapRun run, MapRunWork found) {
    work = found;
    isStopping = true;
    missing.clear();
    held.clear();
    run.running().keySet().stream()
        .filter(index -> !starting.containsKey(index) && stopped.add(index))
        .forEach(index -> stop(found, index));
    if (mustLook) {
      look(run);
    }
  }

  private void stop(MapRunWork found, long index) {
    context.pipeToSelf(
        world.executions().stop(found.executionArn(index), null, null),
        (outcome, failure) ->
            of(new StopAnswered(index, outcome instanceof StopOutcome.Stopped, failure)));
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
        world.block(() -> statuses(found, asked)),
        (statuses, failure) ->
            of(new Found(asked, failure == null ? statuses : Map.of(), failure)));
  }

  private Map<Long, ExecutionStatus> statuses(MapRunWork found, Map<Long, Child> asked) {
    var byArn = new HashMap<String, Long>();
    asked.keySet().forEach(index -> byArn.put(found.executionArn(index), index));
    var statuses = new HashMap<Long, ExecutionStatus>();
    world
        .children()
        .statuses(List.copyOf(byArn.keySet()))
        .forEach((arn, status) -> {
          var index = byArn.get(arn);
          if (index != null) {
            statuses.put(index, ExecutionStatus.valueOf(status));
          }
        });
    return statuses;
  }

  // ---- answers

  private static Message of(Answer answer) {
    return new MapRunEntity.OfChildren(answer);
  }

  void on(Answer message) {
    switch (message) {
      case Read read -> onRead(read);
      case ReadingFailed failed -> onReadingFailed(failed);
      case StartAnswered answered -> onStarted(answered);
      case StartAgain again -> onStartAgain(again.index());
      case StopAnswered answered -> onStopped(answered);
      case Found found -> onFound(found);
      case LookSoon ignored -> mustLook = true;
      case Unsuccessful found -> onUnsuccessful(found);
      case RedriveAnswered answered -> onRedriven(answered);
      case RedriveAgain again -> redriving.remove(again.index());
    }
  }

  private void onRead(Read read) {
    isReading = false;
    if (isStopping) {
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
    if (answered.failure() != null) {
      stopped.remove(answered.index());
    } else if (answered.exists()) {
      timers.startSingleTimer(of(new LookSoon()), world.settings().againAfter());
    } else {
      decide.accept(new MapRunCommand.EndChildren(List.of(ChildEnd.unstarted(answered.index()))));
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
    var open = items;
    if (open != null && !isReading) {
      open.close();
    }
  }
}
