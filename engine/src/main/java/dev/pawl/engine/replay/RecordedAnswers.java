package dev.pawl.engine.replay;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.rehearsal.Answer;
import dev.pawl.engine.rehearsal.Call;
import dev.pawl.engine.rehearsal.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The world of a recorded execution: each state's task is answered as it was then, call by call, in
 * each iteration of a Map. A call that was never made then fails with {@link #NOT_RECORDED}.
 */
final class RecordedAnswers implements Script {

  /** The error of a task that nobody has answered when it was recorded. */
  static final String NOT_RECORDED = "Pawl.NotRecorded";

  private final Map<String, List<Answer>> answers = new HashMap<>();
  private final Map<Integer, List<Integer>> items = new HashMap<>();
  private final Map<Integer, String> states = new HashMap<>();
  private final Map<Integer, Instant> scheduled = new HashMap<>();

  RecordedAnswers(List<Recorded> events) {
    items.put(0, List.of());
    events.forEach(this::read);
  }

  private void read(Recorded recorded) {
    var scope = recorded.scope();
    switch (recorded.event()) {
      case Event.StateEntered e -> states.put(scope, e.name());
      case Event.BranchStarted e -> items.put(e.child(), items.getOrDefault(scope, List.of()));
      case Event.MapIterationStarted e -> {
        var inner = new ArrayList<>(items.getOrDefault(scope, List.of()));
        inner.add(e.index());
        items.put(e.child(), List.copyOf(inner));
      }
      case Event.TaskScheduled ignored -> scheduled.put(scope, recorded.at());
      case Event.TaskSucceeded e -> answer(recorded, new Answer.Result(e.output(), took(recorded)));
      case Event.TaskFailed e ->
          answer(recorded, new Answer.Failure(e.error(), e.cause(), took(recorded)));
      case Event.TaskTimedOut ignored -> answer(recorded, new Answer.Never());
      default -> {}
    }
  }

  private Duration took(Recorded end) {
    return Duration.between(scheduled.getOrDefault(end.scope(), end.at()), end.at());
  }

  private void answer(Recorded end, Answer answer) {
    var state = states.getOrDefault(end.scope(), "");
    answers
        .computeIfAbsent(
            key(state, items.getOrDefault(end.scope(), List.of())), k -> new ArrayList<>())
        .add(answer);
  }

  private static String key(String state, List<Integer> items) {
    return state + items;
  }

  @Override
  public Optional<Answer> answer(Call call) {
    var recorded = answers.getOrDefault(key(call.state(), call.items()), List.of());
    return Optional.of(
        call.count() < recorded.size()
            ? recorded.get(call.count())
            : notRecorded("call %d of '%s'".formatted(call.count() + 1, call.state())));
  }

  @Override
  public Optional<Answer> mapRun(String mapState) {
    // Its children are executions of their own, and its result is not in the history.
    return Optional.of(notRecorded("the Map Run of '%s'".formatted(mapState)));
  }

  @Override
  public Optional<Payload> items(String mapState) {
    return Optional.empty();
  }

  private static Answer notRecorded(String what) {
    return new Answer.Failure(
        NOT_RECORDED,
        "Expected an answer to %s, but none was recorded.".formatted(what),
        Duration.ZERO);
  }
}
