package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.history.HistoryView;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.replay.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** An execution that a test tells what happens; its clock goes as the test says. */
final class Played {
  private final Decider decider = new Decider(Quotas.STRICT);
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Recorded> events = new ArrayList<>();
  private final StateMachine machine;
  private Execution execution = Execution.none();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private @Nullable MachinePause pause;

  private Played(StateMachine machine) {
    this.machine = machine;
  }

  static Played of(String definition) {
    try {
      return new Played(StateMachine.parse(definition));
    } catch (InvalidDefinitionException e) {
      throw new AssertionError(e);
    }
  }

  static Played started(String definition) {
    var played = of(definition);
    played.start();
    return played;
  }

  List<Effect> start() {
    return start(null);
  }

  List<Effect> start(@Nullable Limited limited) {
    return say(
        new Command.StartExecution(
            "arn:aws:states:us-east-1:000000000000:execution:m:e",
            "e",
            "arn:aws:states:us-east-1:000000000000:stateMachine:m",
            "hash",
            "role",
            false,
            Payload.ofStoredText("{}"),
            "seal",
            null,
            null,
            null,
            limited));
  }

  void passes(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  void machineIs(@Nullable MachinePause known) {
    pause = known;
  }

  Decision decide(Command command) {
    return decider.decide(
        machine,
        execution,
        command,
        new Moment(now, random, activity -> true, hash -> Optional.empty(), pause));
  }

  List<Effect> say(Command command) {
    var before = execution;
    assertThat(decide(command)).isInstanceOf(Decision.Accepted.class);
    var accepted = (Decision.Accepted) decide(command);
    execution = accepted.execution();
    events.addAll(accepted.events());
    assertThat(Execution.none().evolve(events)).isEqualTo(execution);
    assertThat(ExecutionSnapshot.of(execution).execution()).isEqualTo(execution);
    return Effects.between(before, execution, accepted.touched());
  }

  Execution execution() {
    return execution;
  }

  /** What it has ended well with. */
  Payload output() {
    return Objects.requireNonNull(execution.output());
  }

  Pause pause() {
    return Objects.requireNonNull(execution.pause());
  }

  List<Recorded> events() {
    return events;
  }

  /** Its events, decided anew. */
  Verification.Outcome verified() {
    return Verification.of(events, hash -> Optional.of(machine), Quotas.STRICT);
  }

  List<String> history() {
    return events.stream()
        .filter(HistoryView::isShown)
        .map(recorded -> HistoryView.type(recorded.event()))
        .toList();
  }
}
