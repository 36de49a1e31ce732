package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.json.Payload;
import org.junit.jupiter.api.Test;

/** An execution that is started only to be aborted. */
class ForestallTest {
  private static final String TASK =
      """
      {"StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:a","End":true}}}
      """;

  private static Command.StartExecution start(String seal) {
    return new Command.StartExecution(
        "arn:aws:states:us-east-1:000000000000:execution:m:e",
        "e",
        "arn:aws:states:us-east-1:000000000000:stateMachine:m",
        "hash",
        "role",
        false,
        Payload.ofStoredText("{\"x\":1}"),
        seal,
        null);
  }

  @Test
  void nothingOfItRunsAndALateStartIsRefused() {
    var played = Played.of(TASK);

    var effects = played.say(new Command.ForestallExecution(start("early")));
    var late = played.decide(start("late"));

    assertThat(effects).isEmpty();
    assertThat(played.history()).containsExactly("ExecutionStarted", "ExecutionAborted");
    assertThat(played.execution().status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(late).isInstanceOf(Decision.Rejected.class);
    assertThat(played.verified().differences()).isEmpty();
  }

  @Test
  void oneThatRunsIsLeftAlone() {
    var played = Played.started(TASK);

    var refused = played.decide(new Command.ForestallExecution(start("late")));

    assertThat(((Decision.Rejected) refused).reason()).isEqualTo(Decision.Reason.ALREADY_STARTED);
    assertThat(played.execution().isRunning()).isTrue();
  }

  @Test
  void aRedriveRunsItFromTheBeginningWithItsInput() {
    var played = Played.of(TASK);
    played.say(new Command.ForestallExecution(start("early")));

    var effects = played.say(new Command.RedriveExecution("again"));

    assertThat(effects).singleElement().isInstanceOf(Effect.CallTask.class);
    assertThat(played.history())
        .startsWith(
            "ExecutionStarted", "ExecutionAborted", "ExecutionRedriven", "TaskStateEntered");
    assertThat(played.verified().differences()).isEmpty();
  }
}
