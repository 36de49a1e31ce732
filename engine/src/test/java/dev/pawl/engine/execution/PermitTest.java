package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An execution that waits for a permit before it begins. */
class PermitTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:m";

  private final StateMachine machine = machine();
  private final ExecutionShell<String> shell = new ExecutionShell<>(new Decider(Quotas.STRICT));
  private Execution execution = Execution.none();
  private Instant now = BEGIN;

  private static StateMachine machine() {
    try {
      return StateMachine.parse(
          """
          {"TimeoutSeconds": 60, "StartAt": "Call", "States": {"Call": {
            "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f", "End": true}}}
          """);
    } catch (InvalidDefinitionException e) {
      throw new AssertionError(e);
    }
  }

  private List<Effect> say(Command command) {
    shell.ask(command, "asker");
    var turn =
        shell.turn(machine, execution, new Moment(now, new SplittableRandom(1), ignored -> true));
    execution = turn.after();
    return turn.effects();
  }

  private List<Effect> start(@Nullable Limited limited) {
    return say(
        new Command.StartExecution(
            "arn:aws:states:us-east-1:000000000000:execution:m:e",
            "e",
            MACHINE,
            "definition",
            "role",
            false,
            Payload.ofStoredText("{\"customer\":\"c-1\"}"),
            "seal",
            null,
            null,
            null,
            limited));
  }

  @Test
  void itWaitsAndDoesNothingUntilItsPermitIsThere() {
    var effects = start(new Limited("$.customer"));

    assertThat(effects).containsExactly(new Effect.AwaitPermit(MACHINE, 0, "c-1"));
    assertThat(execution.isRunning()).isTrue();
    assertThat(execution.mustContinue()).isFalse();
    assertThat(Effects.needsOwner(execution)).isFalse();
    assertThat(say(new Command.Continue())).isEmpty();
    assertThat(execution.lastEventId()).isEqualTo(1);
  }

  @Test
  void itsClockBeginsWithThePermit() {
    start(new Limited(null));
    assertThat(execution.nextTimer()).isEmpty();
    now = BEGIN.plusSeconds(3_600);

    var effects = say(new Command.TakePermit(0));

    assertThat(effects).anyMatch(Effect.CallTask.class::isInstance);
    assertThat(effects).contains(new Effect.HoldPermit(MACHINE, 0));
    assertThat(execution.nextTimer()).contains(now.plusSeconds(60));
  }

  @Test
  void aPermitIsTakenOnceAndOnlyByTheLifeItWasMeantFor() {
    start(new Limited(null));

    assertThat(say(new Command.TakePermit(1))).isEmpty();
    say(new Command.TakePermit(0));
    assertThat(say(new Command.TakePermit(0))).isEmpty();
  }

  @Test
  void itGivesUpItsPlaceWhenItIsStopped() {
    start(new Limited(null));

    assertThat(say(new Command.StopExecution(null, null)))
        .containsExactly(new Effect.ReturnPermit(MACHINE));
    assertThat(execution.status()).isEqualTo(ExecutionStatus.ABORTED);
  }

  @Test
  void aRedriveWaitsAgain() {
    start(new Limited("$.customer"));
    say(new Command.TakePermit(0));
    say(new Command.StopExecution(null, null));

    var effects = say(new Command.RedriveExecution("again", new Limited("$.customer")));

    assertThat(effects).containsExactly(new Effect.AwaitPermit(MACHINE, 1, "c-1"));
    assertThat(say(new Command.TakePermit(0))).isEmpty();
    assertThat(say(new Command.TakePermit(1))).anyMatch(Effect.CallTask.class::isInstance);
  }

  @Test
  void whatEndsAndIsRedrivenInOneRowWaitsAnew() {
    start(new Limited(null));
    say(new Command.TakePermit(0));

    shell.ask(new Command.StopExecution(null, null), "asker");
    var effects = say(new Command.RedriveExecution("again", new Limited(null)));

    assertThat(effects).contains(new Effect.AwaitPermit(MACHINE, 1, null));
    assertThat(effects).doesNotContain(new Effect.ReturnPermit(MACHINE));
  }

  @Test
  void aSnapshotKnowsThePermit() {
    start(new Limited("$.customer"));
    assertThat(ExecutionSnapshot.of(execution).execution()).isEqualTo(execution);

    say(new Command.TakePermit(0));
    assertThat(ExecutionSnapshot.of(execution).execution()).isEqualTo(execution);
  }

  @Test
  void withoutLimitsThereIsNoPermit() {
    assertThat(start(null)).noneMatch(Effect.AwaitPermit.class::isInstance);
    assertThat(execution.permit()).isNull();
  }
}
