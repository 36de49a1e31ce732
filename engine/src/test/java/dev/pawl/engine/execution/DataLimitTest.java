package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is too large or takes too long ends, or is cut, before it harms the node. */
class DataLimitTest {

  /** As many Pass states as asked, one after the other. */
  private static String passes(int count, String fields) {
    var states =
        IntStream.rangeClosed(1, count)
            .mapToObj(i ->
                "\"S%d\":{\"Type\":\"Pass\",%s,%s}"
                    .formatted(
                        i,
                        fields.formatted(i),
                        i == count ? "\"End\":true" : "\"Next\":\"S" + (i + 1) + "\""))
            .collect(Collectors.joining(","));
    return "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"S1\",\"States\":{" + states + "}}";
  }

  private static Played ran(String definition) {
    var played = Played.started(definition);
    while (played.execution().mustContinue()) {
      played.say(new Command.Continue());
    }
    return played;
  }

  private static Event.ExecutionFailed failure(Played played) {
    return (Event.ExecutionFailed) played.events().getLast().event();
  }

  @Test
  void allVariablesTogetherHaveALimit() {
    var assign = "\"Assign\":{\"v%d\":\"{%% $pad('', 260000, 'x') %%}\"}";

    assertThat(ran(passes(40, assign)).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    var played = ran(passes(45, assign));

    assertThat(failure(played).error()).isEqualTo("States.DataLimitExceeded");
    assertThat(played.history()).filteredOn("PassStateExited"::equals).hasSize(40);
  }

  @Test
  void whatIterationsGiveIsNotGatheredWithoutEnd() {
    var played =
        ran(
            """
            {"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":"{% [1..200] %}",
            "MaxConcurrency":1,"ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass",
            "Output":"{% $pad('', 250000, 'x') %}","End":true}}},"Output":1,"End":true}}}
            """);

    assertThat(failure(played).error()).isEqualTo("States.DataLimitExceeded");
    assertThat(played.history()).filteredOn("MapIterationSucceeded"::equals).hasSize(128);
    assertThat(played.history()).contains("MapStateFailed");
  }

  @Test
  void aDecisionThatTakesLongIsCut() {
    var output = "\"Output\":\"{%% $count([1..100000][$ > %d]) %%}\"";

    var played = Played.started(passes(60, output));
    var first = played.events().size();

    assertThat(played.execution().mustContinue()).isTrue();
    while (played.execution().mustContinue()) {
      played.say(new Command.Continue());
    }
    assertThat(first).isLessThan(played.events().size() / 2);
    assertThat(played.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void commandsThatTakeLongAreNotAllDecidedInOneTurn() throws Exception {
    var definition =
        """
        {"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":"{% [1..40] %}",
        "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":
        "arn:aws:states:us-east-1:000000000000:activity:a","Output":"{% $count([1..100000][$ > 5]) %}",
        "End":true}}},"End":true}}}
        """;
    var execution = Played.started(definition).execution();
    var shell = new ExecutionShell<Long>(new Decider(Quotas.STRICT));
    execution
        .tasks()
        .keySet()
        .forEach(task ->
            shell.ask(new Command.SucceedTask(task, Payload.ofStoredText("1"), null), task));
    var turns = 0;
    for (; shell.isWaiting(); turns++) {
      var moment = new Moment(Instant.EPOCH, new SplittableRandom(1), activity -> true);
      var turn = shell.turn(StateMachine.parse(definition), execution, moment);
      assertThat(turn.answers()).isNotEmpty().hasSizeLessThan(40);
      execution = turn.after();
    }

    assertThat(turns).isBetween(2, 4);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aCauseIsNotCutThroughACharacter() {
    var played =
        Played.started(
            passes(1, "\"Output\":1")
                .replace("Pass", "Wait")
                .replace("\"Output\":1", "\"Seconds\":9"));
    played.say(new Command.StopExecution("x".repeat(255) + "😀", "y".repeat(32_767) + "😀"));

    var aborted = (Event.ExecutionAborted) played.events().getLast().event();
    assertThat(aborted.error()).isEqualTo("x".repeat(255));
    assertThat(aborted.cause()).isEqualTo("y".repeat(32_767));
  }
}
