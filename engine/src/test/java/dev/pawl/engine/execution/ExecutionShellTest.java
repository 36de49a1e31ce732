package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A task on its way to a worker, and answers that arrive twice. */
class ExecutionShellTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long TASK = 3;
  private static final long REQUEST = 77;

  private final ExecutionShell<String> shell = new ExecutionShell<>(new Decider(Quotas.STRICT));
  private final StateMachine machine = machine();
  private Execution execution = Execution.none();

  ExecutionShellTest() {
    turn(
        new Command.StartExecution(
            "arn:aws:states:us-east-1:000000000000:execution:m:e",
            "e",
            "arn:aws:states:us-east-1:000000000000:stateMachine:m",
            "hash",
            "arn:aws:iam::000000000000:role/r",
            false,
            payload("{}"),
            "seal",
            null));
  }

  private static StateMachine machine() {
    try {
      return StateMachine.parse(
          """
          {"StartAt": "Work", "States": {"Work": {"Type": "Task", "End": true,
            "Resource": "arn:aws:states:us-east-1:000000000000:activity:a"}}}\
          """);
    } catch (dev.pawl.engine.asl.InvalidDefinitionException e) {
      throw new AssertionError(e);
    }
  }

  private static Payload payload(String json) {
    return Payload.ofStoredText(json);
  }

  private Decision turn(Command command) {
    shell.ask(command, "asker");
    var turn =
        shell.turn(machine, execution, new Moment(NOW, new SplittableRandom(1), activity -> true));
    execution = turn.after();
    return turn.answers().getLast().decision();
  }

  private static Command answer(long request) {
    return new Command.SucceedTask(TASK, payload("1"), null, request);
  }

  @Test
  void aTaskThatIsLentIsLentOnce() {
    assertThat(shell.lend(execution, TASK, "w", NOW)).isPresent();
    assertThat(shell.lend(execution, TASK, "w", NOW)).isEmpty();
    assertThat(shell.hasSoftFacts()).isFalse();
  }

  @Test
  void aTaskThatNobodyConfirmsWaitsAgain() {
    shell.lend(execution, TASK, "w", NOW);

    assertThat(shell.takeBack(execution, TASK)).isPresent();
    assertThat(shell.lend(execution, TASK, "w", NOW)).isPresent();
  }

  @Test
  void aConfirmedTaskIsStartedAndNotTakenBack() {
    shell.lend(execution, TASK, "w", NOW);
    shell.confirm(TASK);

    assertThat(shell.takeBack(execution, TASK)).isEmpty();
    assertThat(shell.hasSoftFacts()).isTrue();
  }

  @Test
  void anAnswerConfirmsWhatWasLentAndKeepsTheWorkersName() {
    shell.lend(execution, TASK, "the worker", NOW);
    shell.ask(answer(REQUEST), "asker");
    var turn =
        shell.turn(machine, execution, new Moment(NOW, new SplittableRandom(1), activity -> true));

    assertThat(turn.events())
        .extracting(Recorded::event)
        .contains(
            new Event.TaskStarted(execution.attempt(TASK).orElseThrow().target(), "the worker"));
    assertThat(turn.after().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void theSameRequestTwiceIsAnsweredAsARepetition() {
    assertThat(turn(answer(REQUEST))).isInstanceOf(Decision.Accepted.class);
    assertThat(turn(answer(REQUEST)))
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Decision.Reason.REPEATED));
  }

  @Test
  void anotherRequestForAnAnsweredTaskIsRefused() {
    turn(answer(REQUEST));

    assertThat(turn(answer(REQUEST + 1)))
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Decision.Reason.TASK_TIMED_OUT));
    assertThat(turn(answer(0)))
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Decision.Reason.TASK_TIMED_OUT));
  }
}
