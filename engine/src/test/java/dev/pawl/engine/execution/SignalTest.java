package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.json.Payload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Signals that come early, late, twice, too many. */
class SignalTest {
  private static final String ONE =
      """
      {"StartAt":"S","States":{"S":{"Type":"Task","Resource":"arn:pawl:states:::signal:wait",
        "Parameters":{"Name":"go"},"TimeoutSeconds":10,"Next":"T"},
        "T":{"Type":"Task","Resource":"arn:pawl:states:::signal:wait",
        "Parameters":{"Name":"go","MaxCount":3},"End":true}}}
      """;

  private static final String JSONATA =
      """
      {"QueryLanguage":"JSONata","StartAt":"S","States":{"S":{"Type":"Task",
        "Resource":"arn:pawl:states:::signal:wait",
        "Arguments":{"Name":"{% 'g' & 'o' %}"},"Output":"{% $states.result.n %}","End":true}}}
      """;

  private static Command.SignalExecution go(int n) {
    return new Command.SignalExecution("go", "id-" + n, Payload.ofStoredText("{\"n\":" + n + "}"));
  }

  @Test
  void earlyOnesAreKeptInOrderAndTakenOnce() {
    var played = Played.started(ONE);
    played.say(new Command.PauseExecution(null));
    for (int n = 1; n <= 5; n++) {
      played.say(go(n));
    }
    assertThat(played.history()).doesNotContain("TaskSucceeded");

    played.say(new Command.ResumeExecution());

    assertThat(played.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(played.output().text()).isEqualTo("[{\"n\":2},{\"n\":3},{\"n\":4}]");
    assertThat(played.execution().signals().count()).isEqualTo(1);
    assertThat(played.verified().differences()).isEmpty();
  }

  @Test
  void theSameSignalTwiceIsTakenOnce() {
    var played = Played.started(ONE);
    played.say(go(1));

    var again = played.decide(go(1));

    assertThat(again)
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Decision.Reason.REPEATED));
    assertThat(played.execution().isRunning()).isTrue();
  }

  @Test
  void aStateThatWaitsTooLongTimesOut() {
    var played = Played.started(ONE);
    played.passes(Duration.ofSeconds(10));
    played.say(new Command.FireTimers());

    assertThat(played.execution().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(played.execution().error()).isEqualTo("States.Timeout");
    assertThat(played.decide(go(1)))
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Decision.Reason.ENDED));
  }

  @Test
  void signalsOfOtherNamesAreLeftAlone() {
    var played = Played.started(JSONATA);
    played.say(new Command.SignalExecution("stop", "1", Payload.ofStoredText("1")));
    assertThat(played.execution().isRunning()).isTrue();
    played.say(go(7));

    assertThat(played.output().text()).isEqualTo("7");
    assertThat(Explanation.of(played.execution()).signals()).containsEntry("stop", 1);
  }

  @Test
  void noMoreWaitThanMayWait() {
    var played = Played.started(ONE.replace("\"go\"", "\"never\""));
    var large = Payload.ofStoredText('"' + "x".repeat(250_000) + '"');
    var sent = 0;
    while (played.decide(new Command.SignalExecution("go", "id" + sent, large))
        instanceof Decision.Accepted) {
      played.say(new Command.SignalExecution("go", "id" + sent++, large));
    }

    assertThat(sent).isEqualTo(Signals.WAITING_BYTES_MAX / 250_002);
    assertThat(played.decide(new Command.SignalExecution("go", "id" + sent, large)))
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Decision.Reason.SIGNAL_LIMIT));
  }

  @Test
  void whatDoesNotFitIntoOneResultWaitsOn() {
    var played = Played.started(ONE.replace("\"Name\":\"go\"}", "\"Name\":\"go\",\"MaxCount\":9}"));
    played.say(new Command.PauseExecution(null));
    var large = Payload.ofStoredText('"' + "x".repeat(120_000) + '"');
    for (int n = 0; n < 5; n++) {
      played.say(new Command.SignalExecution("go", "id" + n, large));
    }

    played.say(new Command.ResumeExecution());

    assertThat(played.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(played.output().node().size()).isEqualTo(2);
    assertThat(played.execution().signals().count()).isEqualTo(1);
  }

  @Test
  void aStateThatDoesNotSayWhatItWaitsForFails() {
    var played = Played.started(ONE.replace("\"Name\":\"go\"}", "\"Name\":3}"));

    assertThat(played.execution().error()).isEqualTo("States.Runtime");
    assertThat(played.execution().cause()).contains("'Name' must be a string");
  }

  @Test
  void itSaysWhatItWaitsFor() {
    var played = Played.started(ONE);

    var branch = Explanation.of(played.execution()).branches().getFirst();

    assertThat(branch.kind()).isEqualTo(Explanation.Kind.SIGNAL);
    assertThat(branch.target()).isEqualTo("go");
    assertThat(branch.state()).isEqualTo("S");
    assertThat(branch.until()).isEqualTo(played.now().plusSeconds(10));
  }
}
