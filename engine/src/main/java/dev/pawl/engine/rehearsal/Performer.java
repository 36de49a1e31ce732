package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Decision;
import dev.pawl.engine.execution.Effect;
import dev.pawl.engine.execution.Effects;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.TaskTarget;
import dev.pawl.engine.json.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/** One execution in a rehearsal: decides, remembers, and answers its effects out of the script. */
final class Performer {
  /** Around a function's or an activity's name it is there already. */
  private static final String INTEGRATION = "arn:aws:states:::";

  private static final String SIGNAL = "arn:pawl:states:::signal:wait";
  private static final Payload SUBMITTED = Payload.ofStoredText("{}");
  private static final int ROOT = 0;

  private final Stage stage;
  private final StateMachine machine;
  private final List<Integer> items;
  private final List<Recorded> events = new ArrayList<>();
  private final List<String> path = new ArrayList<>();
  private final Map<Integer, Place> places = new HashMap<>();
  private final Map<Long, Integer> scopeOfTask = new HashMap<>();
  private final Map<String, JsonNode> variables = new LinkedHashMap<>();
  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private Execution execution = Execution.none();
  private Instant now = Instant.EPOCH;
  private long asked;

  /** Where a scope stands. */
  private static final class Place {
    private final List<Integer> items;
    private String state = "";
    private int attempts;

    Place(List<Integer> items) {
      this.items = items;
    }
  }

  /** A command whose time will come. */
  private record Due(Instant at, long order, Command command) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      var byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /**
   * @param items the iterations of the Map Runs it runs in
   */
  Performer(Stage stage, StateMachine machine, List<Integer> items) {
    this.stage = stage;
    this.machine = machine;
    this.items = items;
    places.put(ROOT, new Place(items));
  }

  /** Runs to the end. */
  Execution perform(Command.StartExecution start, Instant at) {
    now = at;
    decide(start);
    while (execution.isRunning()) {
      var next = agenda.peek();
      var timer = execution.nextTimer();
      if (next != null && timer.filter(due -> due.isBefore(next.at())).isEmpty()) {
        agenda.remove();
        advance(next.at());
        decide(next.command());
      } else {
        advance(timer.orElseThrow(() -> new AssertionError("Expected a timer to stand.")));
        decide(new Command.FireTimers());
      }
    }
    return execution;
  }

  Instant now() {
    return now;
  }

  List<String> path() {
    return path;
  }

  List<Recorded> events() {
    return events;
  }

  Map<String, JsonNode> variables() {
    return variables;
  }

  private void advance(Instant at) {
    now = at.isAfter(now) ? at : now;
  }

  private void decide(Command command) {
    var decision = stage.decider().decide(machine, execution, command, stage.moment(now));
    // What comes too late is refused, as it is of a living execution.
    if (decision instanceof Decision.Accepted accepted) {
      var before = execution;
      execution = accepted.execution();
      stage.count(accepted.events());
      accepted.events().forEach(this::remember);
      Effects.between(before, execution, accepted.touched()).forEach(this::begin);
    }
  }

  private void later(Duration after, Command command) {
    agenda.add(new Due(now.plus(after), asked++, command));
  }

  // ---- what has happened

  private void remember(Recorded recorded) {
    events.add(recorded);
    var place = Objects.requireNonNull(places.get(recorded.scope()));
    switch (recorded.event()) {
      case Event.StateEntered entered -> {
        place.state = entered.name();
        place.attempts = 0;
        path.add(entered.name());
      }
      case Event.StateExited exited when recorded.scope() == ROOT ->
          variables.putAll(exited.assignedVariables());
      case Event.TaskScheduled ignored -> scopeOfTask.put(recorded.id(), recorded.scope());
      case Event.BranchStarted branch -> places.put(branch.child(), new Place(place.items));
      case Event.MapIterationStarted iteration ->
          places.put(iteration.child(), new Place(with(place.items, iteration.index())));
      default -> {}
    }
  }

  private static List<Integer> with(List<Integer> items, int index) {
    var more = new ArrayList<>(items);
    more.add(index);
    return List.copyOf(more);
  }

  // ---- what is to be done

  private void begin(Effect effect) {
    switch (effect) {
      case Effect.Continue ignored -> later(Duration.ZERO, new Command.Continue());
      case Effect.CallTask call -> call(call.taskId(), call.target(), call.parameters());
      case Effect.OfferTask offer -> offer(offer);
      case Effect.AwaitSignal signal ->
          answer(signal.taskId(), answer(signal.taskId(), SIGNAL, signal.parameters()));
      case Effect.StartMapRun start -> distribute(start);
      case Effect.CancelTask ignored -> {}
      case Effect.AwaitJob ignored -> {}
      case Effect.StopJob ignored -> {}
      case Effect.TellStarter ignored -> {}
      case Effect.AwaitPermit ignored ->
          throw new AssertionError("Expected no limits in a rehearsal.");
      case Effect.HoldPermit ignored -> {}
      case Effect.ReturnPermit ignored -> {}
      case Effect.AwaitMapRun ignored -> {}
      case Effect.StopMapRun ignored -> {}
      case Effect.WithdrawTask ignored -> {}
    }
  }

  private void call(long taskId, TaskTarget target, Payload parameters) {
    var resource =
        target.resourceType().isEmpty()
            ? target.resource()
            : INTEGRATION + target.resourceType() + ":" + target.resource();
    var answer = answer(taskId, resource, parameters);
    if (target.waitsForTaskToken() || target.runsAJob()) {
      later(Duration.ZERO, new Command.SubmitTask(taskId, SUBMITTED));
    }
    answer(taskId, answer);
  }

  private void offer(Effect.OfferTask offer) {
    var answer = answer(offer.taskId(), offer.activityArn(), offer.input());
    later(Duration.ZERO, new Command.StartTask(offer.taskId(), null, now));
    answer(offer.taskId(), answer);
  }

  private Answer answer(long taskId, String resource, Payload parameters) {
    var place = Objects.requireNonNull(places.get(scopeOfTask.get(taskId)));
    return stage.answer(place.state, resource, parameters, place.items, place.attempts++);
  }

  private void answer(long taskId, Answer answer) {
    switch (answer) {
      case Answer.Result result ->
          later(result.after(), new Command.SucceedTask(taskId, result.payload(), null));
      case Answer.Failure failure ->
          later(
              failure.after(),
              new Command.FailTask(taskId, failure.error(), failure.cause(), null));
      case Answer.Never ignored -> {}
    }
  }

  private void distribute(Effect.StartMapRun start) {
    var arn = start.mapRunArn();
    later(Duration.ZERO, new Command.ConfirmMapRun(arn, start.redrive()));
    var started = event(start.eventId());
    if (!(started.event() instanceof Event.MapRunStarted run) || run.plan() == null) {
      throw new AssertionError("Expected a Map Run to have a plan.");
    }
    var mocked = stage.script().mapRun(run.plan().state());
    if (mocked.isPresent()) {
      switch (mocked.get()) {
        case Answer.Result result ->
            later(
                result.after(), new Command.SucceedMapRun(arn, start.redrive(), result.payload()));
        case Answer.Failure failure ->
            later(
                failure.after(),
                new Command.FailMapRun(arn, start.redrive(), failure.error(), failure.cause()));
        case Answer.Never ignored -> {}
      }
      return;
    }
    var origin = Objects.requireNonNull(execution.origin());
    var place = Objects.requireNonNull(places.get(started.scope()));
    var rehearsed = new RehearsedMapRun(stage, machine, origin, run, items(started), place.items);
    rehearsed.perform(now, start.eventId());
    agenda.add(new Due(rehearsed.endedAt(), asked++, rehearsed.outcome()));
  }

  private Recorded event(long id) {
    return events.stream()
        .filter(recorded -> recorded.id() == id)
        .findFirst()
        .orElseThrow(() -> new AssertionError("Expected event " + id + "."));
  }

  /** The items of the last MapStateStarted of this scope. */
  private Payload items(Recorded started) {
    return events.stream()
        .filter(recorded -> recorded.id() < started.id() && recorded.scope() == started.scope())
        .map(Recorded::event)
        .filter(Event.MapStateStarted.class::isInstance)
        .map(Event.MapStateStarted.class::cast)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("Expected a Map state to have started."))
        .items();
  }
}
