package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.history.HistoryView;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a redrive makes of an execution whose Map Run has not ended well. */
class MapRunRedriveTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String MAP =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"ProcessorConfig":
        {"Mode":"DISTRIBUTED","ExecutionType":"%s"},"StartAt":"P",
        "States":{"P":{"Type":"Pass","End":true}}},"End":true}}}
      """;

  private final Decider decider = new Decider(Quotas.STRICT);
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Recorded> events = new ArrayList<>();
  private Execution execution = Execution.none();
  private StateMachine machine = machine("STANDARD");

  private static StateMachine machine(String childType) {
    try {
      return StateMachine.parse(MAP.formatted(childType));
    } catch (InvalidDefinitionException e) {
      throw new AssertionError(e);
    }
  }

  private Decision decide(Command command) {
    return decider.decide(machine, execution, command, new Moment(NOW, random, activity -> true));
  }

  private List<Effect> say(Command command) {
    var before = execution;
    var decision = decide(command);
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    var accepted = (Decision.Accepted) decision;
    execution = accepted.execution();
    events.addAll(accepted.events());
    assertThat(Execution.none().evolve(events)).isEqualTo(execution);
    return Effects.between(before, execution, accepted.touched());
  }

  private Effect.StartMapRun start() {
    var effects =
        say(
            new Command.StartExecution(
                "arn:aws:states:us-east-1:000000000000:execution:m:e",
                "e",
                "arn:aws:states:us-east-1:000000000000:stateMachine:m",
                "hash",
                "role",
                false,
                Payload.ofStoredText("[1,2]"),
                "seal",
                null));
    return (Effect.StartMapRun) effects.getFirst();
  }

  private List<String> history() {
    return events.stream()
        .filter(HistoryView::isShown)
        .map(recorded -> HistoryView.type(recorded.event()))
        .toList();
  }

  @Test
  void theSameMapRunGoesOn() {
    var first = start();
    say(new Command.ConfirmMapRun(first.mapRunArn(), execution.redriveCount()));
    say(
        new Command.FailMapRun(
            first.mapRunArn(),
            execution.redriveCount(),
            "States.ExceedToleratedFailureThreshold",
            "x"));
    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);

    var effects = say(new Command.RedriveExecution("t"));

    assertThat(effects)
        .containsExactly(
            new Effect.StartMapRun(first.mapRunArn(), first.executionArn(), first.eventId(), 1));
    assertThat(history())
        .endsWith("MapStateFailed", "ExecutionFailed", "ExecutionRedriven", "MapRunRedriven");
    say(new Command.ConfirmMapRun(first.mapRunArn(), execution.redriveCount()));
    say(
        new Command.SucceedMapRun(
            first.mapRunArn(), execution.redriveCount(), Payload.ofStoredText("[1,2]")));
    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(history())
        .endsWith("MapRunSucceeded", "MapStateSucceeded", "MapStateExited", "ExecutionSucceeded");
  }

  @Test
  void whatItSaidBeforeTheRedriveIsRefusedAfterIt() {
    var first = start();
    say(new Command.StopExecution(null, null));
    say(new Command.RedriveExecution("t"));

    var arn = first.mapRunArn();
    for (var late :
        List.of(
            new Command.ConfirmMapRun(arn, 0),
            new Command.FailMapRun(arn, 0, null, null),
            new Command.SucceedMapRun(arn, 0, Payload.ofStoredText("[]")))) {
      assertThat(decide(late)).as(late.toString()).isInstanceOf(Decision.Rejected.class);
    }
    assertThat(decide(new Command.ConfirmMapRun(arn, 1))).isInstanceOf(Decision.Accepted.class);
  }

  @Test
  void aStoppedMapRunGoesOnToo() {
    var first = start();
    say(new Command.StopExecution(null, null));

    assertThat(say(new Command.RedriveExecution("t")))
        .containsExactly(
            new Effect.StartMapRun(first.mapRunArn(), first.executionArn(), first.eventId(), 1));
  }

  @Test
  void afterARuntimeErrorOrTooMuchDataThereIsANewOne() {
    for (var error : List.of(Fault.RUNTIME, Fault.DATA_LIMIT_EXCEEDED)) {
      events.clear();
      execution = Execution.none();
      var first = start();
      say(new Command.FailMapRun(first.mapRunArn(), execution.redriveCount(), error, "x"));

      var effects = say(new Command.RedriveExecution("t"));

      assertThat(effects).singleElement().isInstanceOf(Effect.StartMapRun.class);
      assertThat(((Effect.StartMapRun) effects.getFirst()).mapRunArn())
          .isNotEqualTo(first.mapRunArn());
    }
  }

  @Test
  void expressChildrenAreRunByTheSameOne() {
    machine = machine("EXPRESS");
    var first = start();
    say(new Command.FailMapRun(first.mapRunArn(), execution.redriveCount(), "E", "x"));

    var effects = say(new Command.RedriveExecution("t"));

    assertThat(effects)
        .containsExactly(
            new Effect.StartMapRun(first.mapRunArn(), first.executionArn(), first.eventId(), 1));
  }

  @Test
  void anExpressChildIsStartedAgainWithItsInput() throws Exception {
    machine =
        StateMachine.parse(
            """
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","Result":{"a":1},"Assign":{"v":1},"Next":"B"},
              "B":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:f",
                "End":true}}}
            """);
    say(
        new Command.StartExecution(
            "arn:aws:states:us-east-1:000000000000:express:m/l:e:1",
            "e",
            "arn:aws:states:us-east-1:000000000000:stateMachine:m/l",
            "hash#M",
            "role",
            true,
            Payload.ofStoredText("{\"i\":1}"),
            "seal",
            null));
    say(new Command.FailTask(execution.tasks().keySet().iterator().next(), "E", "x", null));

    say(new Command.RedriveExecution("t"));

    assertThat(history())
        .endsWith(
            "ExecutionFailed",
            "ExecutionRedriven",
            "PassStateEntered",
            "PassStateExited",
            "TaskStateEntered",
            "LambdaFunctionScheduled",
            "LambdaFunctionStarted");
    assertThat(events.stream().map(Recorded::event).filter(Event.StateEntered.class::isInstance))
        .filteredOn(event -> ((Event.StateEntered) event).name().equals("A"))
        .allMatch(event -> ((Event.StateEntered) event).input().text().equals("{\"i\":1}"))
        .hasSize(2);
  }
}
