package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.maprun.Child;
import dev.pawl.engine.maprun.ChildEnd;
import dev.pawl.engine.maprun.MapRun;
import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.engine.maprun.MapRunDecider;
import dev.pawl.engine.maprun.MapRunEvent;
import dev.pawl.engine.maprun.MapRunStatus;
import dev.pawl.engine.maprun.Prepared;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One Map Run in the memory of one node: the rules of the actor in production, so that the world
 * can end between any two of its steps. What it does follows from {@link MapRun#pending}; the
 * thinking is the real {@link MapRunDecider}'s.
 */
final class MapRunKeeper {
  private static final int CHILDREN_MAX = 4;

  private final World world;
  private final Node node;
  private final String arn;
  private final String writer;
  private final Deque<MapRunCommand> waiting = new ArrayDeque<>();
  private final Deque<Runnable> todo = new ArrayDeque<>();
  private final Map<Long, Prepared> held = new HashMap<>();
  private final Map<Long, Request> starting = new HashMap<>();
  private final Map<Long, Request> stops = new HashMap<>();
  private final Map<Long, Request> redrives = new HashMap<>();
  private final Set<Long> redriven = new HashSet<>();
  private final TreeMap<Long, Child> missing = new TreeMap<>();
  private MapRun run;
  private long sequenceNumber;
  private @Nullable MapRunPart part;
  private @Nullable Request telling;
  private @Nullable Request confirming;
  private boolean isStoring;
  private boolean isRecovering;
  private boolean isTickDue;

  MapRunKeeper(World world, Node node, String arn) {
    this.world = world;
    this.node = node;
    this.arn = arn;
    this.writer = node.incarnation() + "/" + world.nextNumber();
    this.sequenceNumber = world.mapRuns().sequenceNumber(arn);
    this.run = world.mapRuns().replayed(arn);
    this.isRecovering = !run.running().isEmpty();
    world.tell(() -> node.incarnation() + " recovers " + arn + " at row " + sequenceNumber);
    isTickDue = true;
  }

  String arn() {
    return arn;
  }

  // ---- what the world may do with it

  boolean isRunnable() {
    return !todo.isEmpty() || (!isStoring && (!waiting.isEmpty() || isTickDue));
  }

  void step() {
    if (!todo.isEmpty()) {
      todo.remove().run();
    } else if (!waiting.isEmpty()) {
      decide();
    } else {
      isTickDue = false;
      goOn();
    }
  }

  /** Its watch: what nobody has told is asked for. */
  void tick() {
    isTickDue = true;
    look();
    if (run.origin() != null && !run.status().isEnd()) {
      confirm();
    }
    askAgain();
  }

  void start(String executionArn, long eventId, int redrive, Runnable reply) {
    if (run.origin() != null) {
      ask(new MapRunCommand.Redrive(redrive));
    } else {
      part = MapRunPart.read(world, arn, executionArn, eventId);
      ask(
          new MapRunCommand.Start(
              arn, executionArn, eventId, part.limits(), part.knownItems(), redrive));
    }
    todo.add(() -> replyIfStored(redrive, reply));
  }

  /** Told only when a row says it; else it is asked again. */
  private void replyIfStored(int redrive, Runnable reply) {
    if (run.origin() != null && run.redriveNumber() >= redrive) {
      reply.run();
    }
  }

  void stop() {
    ask(new MapRunCommand.Stop());
  }

  void childEnded(long index, ExecutionStatus status) {
    ask(new MapRunCommand.EndChildren(List.of(new ChildEnd(index, status))));
  }

  void wake(long row) {
    if (row > sequenceNumber) {
      fail();
    }
    isTickDue = true;
  }

  private void ask(MapRunCommand command) {
    waiting.add(command);
  }

  // ---- rows

  private void decide() {
    var events = new ArrayList<MapRunEvent>();
    var after = run;
    while (!waiting.isEmpty()) {
      var decided = MapRunDecider.decide(after, waiting.remove(), node.now());
      events.addAll(decided);
      after = after.evolve(decided);
    }
    if (events.isEmpty()) {
      isTickDue = true;
      return;
    }
    var decided = after;
    if (world.makes(Mistake.CHILD_STARTED_BEFORE_ITS_ROW)) {
      events.forEach(event -> named(event));
    }
    store(events, decided);
  }

  private void store(List<MapRunEvent> events, MapRun after) {
    isStoring = true;
    var row = new MapRunRows.Row(writer, events);
    var number = sequenceNumber + 1;
    world
        .network()
        .sendSurely(
            () -> "row " + number + " of " + arn,
            () -> {
              var isStored = world.append(arn, number, row);
              world
                  .network()
                  .sendSurely(
                      () -> "row " + number + " of " + arn + (isStored ? " stored" : " fenced"),
                      node,
                      here(() -> written(events, after, isStored)));
            });
  }

  private void written(List<MapRunEvent> events, MapRun after, boolean isStored) {
    if (!isStored || world.happens(world.faults().commitAnswerLost())) {
      fail();
      return;
    }
    isStoring = false;
    sequenceNumber++;
    run = after;
    events.forEach(event -> named(event));
    isTickDue = true;
  }

  private void named(MapRunEvent event) {
    switch (event) {
      case MapRunEvent.ChildrenStarted started -> {
        started.children().forEach(child -> begin(held.remove(child.index())));
        held.clear();
      }
      case MapRunEvent.Redriven ignored -> {
        stops.clear();
        redrives.clear();
        redriven.clear();
        telling = null;
      }
      default -> {}
    }
  }

  private void fail() {
    world.tell(() -> node.incarnation() + " restarts " + arn);
    node.forget(this);
    todo.clear();
    waiting.clear();
  }

  // ---- what is to be done

  private void goOn() {
    if (!waiting.isEmpty() || run.origin() == null) {
      return;
    }
    switch (run.pending()) {
      case RUN -> runOn(part());
      case STOP_CHILDREN -> stopChildren(part());
      case WRITE_RESULTS -> finish();
      case TELL -> tell();
      case NOTHING -> node.forget(this);
    }
  }

  private MapRunPart part() {
    var known = part;
    if (known == null) {
      var origin = Objects.requireNonNull(run.origin());
      known = MapRunPart.read(world, arn, origin.executionArn(), origin.eventId());
      part = known;
    }
    return known;
  }

  private void runOn(MapRunPart found) {
    redrive(found);
    if (isRecovering) {
      look();
    }
    if (isRecovering || !held.isEmpty()) {
      return;
    }
    if (!missing.isEmpty()) {
      var child = missing.pollFirstEntry().getValue();
      var from = world.makes(Mistake.CHILD_READ_FROM_ANOTHER_PLACE) ? 0 : child.firstItem();
      begin(found.open(from).again(new Child(child.index(), from, child.items())));
      isTickDue = true;
      return;
    }
    if (run.redrive() != null && !run.redrive().isComplete()) {
      search(found);
      return;
    }
    var room = run.room(CHILDREN_MAX);
    if (room > 0 || run.running().isEmpty()) {
      read(found, Math.max(1, room));
    }
  }

  private void read(MapRunPart found, int most) {
    var inputs = found.open(run.nextItem());
    var children = new ArrayList<Child>();
    var isLast = false;
    while (children.size() < most && !isLast) {
      var next = inputs.next(run.nextChild() + children.size());
      isLast = next.isEmpty();
      next.ifPresent(prepared -> {
        children.add(prepared.child());
        held.put(prepared.child().index(), prepared);
      });
    }
    ask(new MapRunCommand.StartChildren(children, isLast));
  }

  private void begin(@Nullable Prepared prepared) {
    if (prepared != null) {
      var index = prepared.child().index();
      var command = part().start(prepared);
      var request =
          new Request(
              command.executionArn(), command, decision -> answered(() -> starting.remove(index)));
      starting.put(index, request);
      ask(request);
    }
  }

  private void ask(Request request) {
    world.send(request.executionArn(), new Message.Ask(request.command(), request));
  }

  /** An answer that comes back to this node, if it still keeps the Map Run. */
  private void answered(Runnable then) {
    world
        .network()
        .sendSurely(
            () -> "answer to " + arn,
            node,
            here(() -> {
              then.run();
              isTickDue = true;
            }));
  }

  private void askAgain() {
    starting.values().forEach(this::ask);
    stops.values().stream().filter(request -> !request.isAnswered()).forEach(this::ask);
    redrives.values().stream().filter(request -> !request.isAnswered()).forEach(this::ask);
    for (var request : new Request[] {telling, confirming}) {
      if (request != null && !request.isAnswered()) {
        ask(request);
      }
    }
  }

  // ---- redriving

  private void redrive(MapRunPart found) {
    for (var index : run.running().keySet()) {
      if (isToBeRedriven(index) && !redrives.containsKey(index)) {
        var request =
            new Request(
                found.childArn(index),
                new Command.RedriveExecution("map-run-redrive-" + run.redriveNumber()),
                decision -> answered(() -> redriven(index, decision)));
        redrives.put(index, request);
        ask(request);
      }
    }
  }

  private boolean isToBeRedriven(long index) {
    return run.isRedriven(index) && !redriven.contains(index) && !missing.containsKey(index);
  }

  private void redriven(long index, Decision decision) {
    redriven.add(index);
    if (decision instanceof Decision.Rejected rejected
        && rejected.reason() == Decision.Reason.NOT_STARTED) {
      var child = run.running().get(index);
      if (child != null) {
        missing.put(index, child);
      }
    } else {
      look();
    }
  }

  private void search(MapRunPart found) {
    var redrive = Objects.requireNonNull(run.redrive());
    var room = run.roomToRedrive(CHILDREN_MAX);
    if (room == 0) {
      return;
    }
    ask(found.redriveChildren(redrive, room));
  }

  // ---- stopping

  private void stopChildren(MapRunPart found) {
    missing.clear();
    held.clear();
    if (world.makes(Mistake.CHILDREN_NOT_STOPPED)) {
      run.running().keySet().stream()
          .map(index -> new ChildEnd(index, ExecutionStatus.ABORTED))
          .forEach(end -> ask(new MapRunCommand.EndChildren(List.of(end))));
      return;
    }
    for (var index : run.running().keySet()) {
      if (!starting.containsKey(index) && !stops.containsKey(index)) {
        var request =
            new Request(
                found.childArn(index),
                new Command.StopExecution(null, null),
                decision -> answered(() -> stopped(index, decision)));
        stops.put(index, request);
        ask(request);
      }
    }
  }

  private void stopped(long index, Decision decision) {
    if (decision instanceof Decision.Rejected rejected
        && rejected.reason() == Decision.Reason.NOT_STARTED) {
      forestall(index);
    } else {
      look();
    }
  }

  /** The start that a keeper of before had on its way may come yet: it shall find it ended. */
  private void forestall(long index) {
    var child = run.running().get(index);
    if (child == null || child.firstItem() < 0) {
      ask(new MapRunCommand.EndChildren(List.of(ChildEnd.unstarted(index))));
      return;
    }
    var start = part().start(part().open(child.firstItem()).again(child));
    var request =
        new Request(
            start.executionArn(),
            new Command.ForestallExecution(start),
            decision ->
                answered(() -> {
                  stops.remove(index);
                  look();
                }));
    stops.put(index, request);
    ask(request);
  }

  // ---- asking the index

  /** The ends of children that nobody may have told, and children that are missing. */
  private void look() {
    if (run.origin() == null || run.status().isEnd()) {
      return;
    }
    isRecovering = false;
    var isStopping = run.stopping() != null;
    var ends = new ArrayList<ChildEnd>();
    run.running()
        .forEach((index, child) -> {
          if (starting.containsKey(index)
              || missing.containsKey(index)
              || (!isStopping && isToBeRedriven(index))) {
            return;
          }
          var status = MapRunPart.statusOf(world, part().childArn(index));
          if (status == ExecutionStatus.NOT_STARTED) {
            if (!isStopping && !world.makes(Mistake.LOST_START_NOT_REPEATED)) {
              missing.put(index, child);
            }
          } else if (status != ExecutionStatus.RUNNING) {
            ends.add(new ChildEnd(index, status));
          }
        });
    if (!ends.isEmpty() && !world.makes(Mistake.CHILD_ENDS_NOT_LOOKED_UP)) {
      ask(new MapRunCommand.EndChildren(ends));
    }
  }

  // ---- the end

  private void finish() {
    ask(new MapRunCommand.Finish(run.stopping() == null ? MapRunPart.results(world, arn) : null));
  }

  private void tell() {
    var end = run.end();
    var origin = run.origin();
    if (telling != null || end == null || origin == null) {
      return;
    }
    if (world.makes(Mistake.END_NOT_TOLD)) {
      ask(new MapRunCommand.ConfirmTold(run.redriveNumber()));
      return;
    }
    var result = end.result();
    var redrive = run.redriveNumber();
    var command =
        end.status() == MapRunStatus.SUCCEEDED && result != null
            ? new Command.SucceedMapRun(arn, redrive, result)
            : new Command.FailMapRun(arn, redrive, end.error(), end.cause());
    telling =
        new Request(
            origin.executionArn(),
            command,
            decision -> answered(() -> ask(new MapRunCommand.ConfirmTold(redrive))));
    ask(telling);
  }

  /** Asks the execution whether it waits, and lets it know that there is somebody to wait for. */
  private void confirm() {
    var origin = run.origin();
    var redrive = run.redriveNumber();
    if (origin != null && (confirming == null || confirming.isAnswered())) {
      confirming =
          new Request(
              origin.executionArn(),
              new Command.ConfirmMapRun(arn, redrive),
              decision -> answered(() -> confirmed(redrive, decision)));
      ask(confirming);
    }
  }

  private void confirmed(int redrive, Decision decision) {
    if (decision instanceof Decision.Rejected && redrive == run.redriveNumber()) {
      ask(new MapRunCommand.Stop());
    }
  }

  private Runnable here(Runnable action) {
    return () -> {
      if (node.keeper(arn) == this) {
        action.run();
      }
    };
  }
}
