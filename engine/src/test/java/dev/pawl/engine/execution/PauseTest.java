package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.json.Payload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands still in a paused execution, and what does not. */
class PauseTest {
  private static final String TASKS =
      """
      {"StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:a","Next":"B"},
        "B":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:b","End":true}}}
      """;
  private static final String WAIT =
      """
      {"TimeoutSeconds":100,"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}
      """;

  @Test
  void theResultOfARunningTaskIsKeptUntilItGoesOn() {
    var played = Played.started(TASKS);

    var atPause = played.say(new Command.PauseExecution("deploy"));
    var atResult = played.say(new Command.SucceedTask(3, Payload.ofStoredText("{\"x\":1}"), null));
    var shown = played.history();
    var atResume = played.say(new Command.ResumeExecution());

    assertThat(atPause).isEmpty();
    assertThat(atResult).noneMatch(Effect.OfferTask.class::isInstance);
    assertThat(shown).doesNotContain("LambdaFunctionSucceeded", "TaskStateExited");
    assertThat(played.history())
        .containsSubsequence("LambdaFunctionSucceeded", "TaskStateExited", "ActivityScheduled");
    assertThat(atResume).hasSize(1).allMatch(Effect.OfferTask.class::isInstance);
    assertThat(played.verified().differences()).isEmpty();
  }

  @Test
  void aFailureIsKeptTooAndTheSecondAnswerIsRefused() {
    var played = Played.started(TASKS);
    played.say(new Command.PauseExecution(null));
    played.say(new Command.FailTask(3, "E", "c", null));

    var second = played.decide(new Command.SucceedTask(3, Payload.ofStoredText("1"), null));
    var running = played.execution().isRunning();
    played.say(new Command.ResumeExecution());

    assertThat(second).isInstanceOf(Decision.Rejected.class);
    assertThat(running).isTrue();
    assertThat(played.execution().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(played.execution().error()).isEqualTo("E");
  }

  @Test
  void anOfferedTaskIsWithdrawnAndOfferedAgain() {
    var played = Played.started(TASKS);
    played.say(new Command.SucceedTask(3, Payload.ofStoredText("{}"), null));

    var paused = played.say(new Command.PauseExecution(null));
    var pending = Effects.pending(played.execution());
    var resumed = played.say(new Command.ResumeExecution());

    assertThat(paused).hasSize(1).allMatch(Effect.WithdrawTask.class::isInstance);
    assertThat(pending).isEmpty();
    assertThat(resumed).hasSize(1).allMatch(Effect.OfferTask.class::isInstance);
  }

  @Test
  void aCallThatWasLostWithItsNodeIsMadeAgainAfterThePause() {
    var played = Played.started(TASKS);
    played.say(new Command.PauseExecution(null));

    assertThat(Effects.pending(played.execution())).isEmpty();
    assertThat(Effects.needsOwner(played.execution())).isFalse();
    played.say(new Command.ResumeExecution());
    assertThat(Effects.pending(played.execution())).hasSize(1);
    assertThat(Effects.needsOwner(played.execution())).isTrue();
  }

  @Test
  void anOverdueTimerFiresAtOnceAfterThePause() {
    var played = Played.started(WAIT);
    played.say(new Command.PauseExecution(null));
    played.passes(Duration.ofSeconds(90));

    played.say(new Command.FireTimers());
    assertThat(played.execution().isRunning()).isTrue();
    assertThat(played.execution().nextTimer()).isEmpty();
    played.say(new Command.ResumeExecution());
    assertThat(played.execution().nextTimer()).isPresent();
    played.say(new Command.FireTimers());

    assertThat(played.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void theClockOfTheWholeExecutionStandsStillWithIt() {
    var played = Played.started(WAIT.replace("60", "99"));
    played.passes(Duration.ofSeconds(50));
    played.say(new Command.PauseExecution(null));
    played.passes(Duration.ofDays(30));
    played.say(new Command.ResumeExecution());
    played.passes(Duration.ofSeconds(49));
    played.say(new Command.FireTimers());

    assertThat(played.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void itIsStoppedThoughItIsPaused() {
    var played = Played.started(TASKS);
    played.say(new Command.PauseExecution(null));

    var effects = played.say(new Command.StopExecution("E", "c"));

    assertThat(played.execution().status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(played.execution().isPaused()).isFalse();
    assertThat(effects).hasSize(1).allMatch(Effect.CancelTask.class::isInstance);
  }

  @Test
  void pausedTwiceIsPausedOnceWithTheFirstReason() {
    var played = Played.started(TASKS);
    played.say(new Command.PauseExecution("first"));
    var events = played.events().size();
    played.say(new Command.PauseExecution("second"));

    assertThat(played.events()).hasSize(events);
    assertThat(played.pause().reason().text()).isEqualTo("first");
    played.say(new Command.ResumeExecution());
    played.say(new Command.ResumeExecution());
    assertThat(played.events()).hasSize(events + 1);
  }

  @Test
  void whatIsStartedWhileItsMachineIsPausedWaits() {
    var played = Played.of(TASKS);
    played.machineIs(new MachinePause(1, true, "incident"));
    var effects = played.start();
    var history = played.history();

    played.machineIs(new MachinePause(1, false, null));
    var resumed = played.say(new Command.HeedMachine());

    assertThat(effects).isEmpty();
    assertThat(history).containsExactly("ExecutionStarted");
    assertThat(resumed).hasSize(1).allMatch(Effect.CallTask.class::isInstance);
    assertThat(played.verified().differences()).isEmpty();
  }

  @Test
  void itsOwnPauseOutlastsThatOfItsMachine() {
    var played = Played.started(TASKS);
    played.say(new Command.PauseExecution("mine"));
    played.machineIs(new MachinePause(1, true, "all"));
    played.say(new Command.HeedMachine());
    played.machineIs(new MachinePause(1, false, null));
    played.say(new Command.HeedMachine());

    assertThat(played.execution().isPaused()).isTrue();
    played.say(new Command.ResumeExecution());
    assertThat(played.execution().isPaused()).isFalse();
  }

  @Test
  void aNodeThatHasNotHeardOfThePauseDoesNotEndIt() {
    var played = Played.of(TASKS);
    played.machineIs(new MachinePause(2, true, null));
    played.start();

    for (var stale : List.of(new MachinePause(1, false, null), new MachinePause(1, true, null))) {
      played.machineIs(stale);
      played.say(new Command.HeedMachine());
      assertThat(played.execution().isPaused()).isTrue();
    }
    played.machineIs(null);
    played.say(new Command.HeedMachine());
    assertThat(played.execution().isPaused()).isTrue();
  }

  @Test
  void whatIsTakenUpAgainWhileItsMachineIsPausedWaits() {
    var played = Played.started(TASKS);
    played.say(new Command.FailTask(3, "E", "c", null));
    played.machineIs(new MachinePause(1, true, "incident"));

    var redriven = played.say(new Command.RedriveExecution("again"));
    played.machineIs(new MachinePause(1, false, null));
    var resumed = played.say(new Command.HeedMachine());

    assertThat(redriven).isEmpty();
    assertThat(resumed).hasSize(1).allMatch(Effect.CallTask.class::isInstance);
  }

  @Test
  void aTurnThatComesDuringAPauseIsKept() {
    var played = Played.of(TASKS);
    var waits = played.start(Limited.by("ada"));
    played.say(new Command.PauseExecution(null));
    var explained = Explanation.of(played.execution()).branches().getFirst();
    var granted = played.say(new Command.TakePermit(0));
    var resumed = played.say(new Command.ResumeExecution());

    assertThat(explained.kind()).isEqualTo(Explanation.Kind.PERMIT);
    assertThat(explained.target()).isEqualTo("ada");
    assertThat(explained.since()).isEqualTo(played.now());
    assertThat(waits).hasSize(1).allMatch(Effect.AwaitPermit.class::isInstance);
    assertThat(granted).hasSize(1).allMatch(Effect.HoldPermit.class::isInstance);
    assertThat(resumed).hasSize(1).allMatch(Effect.CallTask.class::isInstance);
  }
}
