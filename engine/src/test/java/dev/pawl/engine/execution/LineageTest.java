package dev.pawl.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.history.HistoryView;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.replay.Verification;
import dev.pawl.engine.replay.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Redrive from a state, migration, and the replay of what came of them. */
class LineageTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String F = "arn:aws:lambda:us-east-1:000000000000:function:f";

  private final Decider decider = new Decider(Quotas.STRICT);
  private final ExecutionShell<String> shell = new ExecutionShell<>(decider);
  private final List<Recorded> events = new ArrayList<>();
  private final Map<String, StateMachine> machines = new HashMap<>();
  private Execution execution = Execution.none();
  private Instant now = NOW;
  private int tokens;

  private void machine(String hash, String definition) {
    try {
      machines.put(hash, StateMachine.parse(definition.replace("$F", F)));
    } catch (InvalidDefinitionException e) {
      throw new AssertionError(definition, e);
    }
  }

  private Decision say(Command command) {
    shell.ask(command, "asker");
    var hash = execution.origin() == null ? "old" : execution.origin().definitionHash();
    var turn =
        shell.turn(
            known(hash),
            execution,
            new Moment(
                now,
                new SplittableRandom(1),
                activity -> true,
                other -> Optional.ofNullable(machines.get(other))));
    events.addAll(turn.events());
    execution = turn.after();
    assertThat(Execution.none().evolve(events)).isEqualTo(execution);
    assertThat(ExecutionSnapshot.of(execution).execution()).isEqualTo(execution);
    return turn.answers().getFirst().decision();
  }

  private StateMachine known(String hash) {
    return Objects.requireNonNull(machines.get(hash));
  }

  private int variable() {
    return Objects.requireNonNull(execution.scope(Scope.ROOT).variables().get("v")).intValue();
  }

  private void start(String input) {
    say(
        new Command.StartExecution(
            "arn:aws:states:us-east-1:000000000000:execution:m:e",
            "e",
            "arn:aws:states:us-east-1:000000000000:stateMachine:m",
            "old",
            "role",
            false,
            Payload.ofStoredText(input),
            "seal",
            null));
  }

  private long task() {
    return execution.tasks().keySet().iterator().next();
  }

  private void answer(String output) {
    say(new Command.SucceedTask(task(), Payload.ofStoredText(output), null));
  }

  private void fail(String error) {
    say(new Command.FailTask(task(), error, null, null));
  }

  private Decision redriveFrom(String state, @Nullable String input) {
    var restarts = new Restarts(state);
    restarts.read(events);
    var from =
        restarts
            .restart(input == null ? null : Payload.ofStoredText(input))
            .orElseThrow(() -> new AssertionError("never entered"));
    return say(new Command.RedriveExecutionFrom(from, restarts.lastEventId(), "token-" + ++tokens));
  }

  private Decision migrate(String hash) {
    return say(new Command.MigrateExecution(new Pinned(hash, "role", Revision.PLAIN)));
  }

  private List<String> history(int last) {
    var shown = events.stream().filter(HistoryView::isShown).toList();
    return shown.subList(shown.size() - last, shown.size()).stream()
        .map(recorded ->
            recorded.id() + "<" + recorded.previousId() + " " + HistoryView.type(recorded.event()))
        .toList();
  }

  private void verified() {
    var outcome =
        Verification.of(events, hash -> Optional.ofNullable(machines.get(hash)), Quotas.STRICT);
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.execution()).isEqualTo(execution);
    assertThat(outcome.taken()).isZero();
    assertThat(outcome.decided()).isEqualTo(events.size());
  }

  private static final String THREE =
      """
      {"StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"$F","Assign":{"v.$":"$.n"},"Next":"B"},
        "B":{"Type":"Task","Resource":"$F","Assign":{"v.$":"$.n"},"Next":"C"},
        "C":{"Type":"Pass","Parameters":{"v.$":"$v"},"End":true}}}
      """;

  @Test
  void anExecutionThatHasSucceededGoesOnFromAStateWithTheDataOfThen() {
    machine("old", THREE);
    start("{}");
    answer("{\"n\":1}");
    answer("{\"n\":2}");
    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(String.valueOf(execution.output())).isEqualTo("{\"v\":2}");
    now = now.plus(Duration.ofDays(500));

    var decision = redriveFrom("B", null);

    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(execution.redriveCount()).isEqualTo(1);
    assertThat(execution.scope(Scope.ROOT).visit().input().text()).isEqualTo("{\"n\":1}");
    assertThat(variable()).isEqualTo(1);
    var last = events.stream().mapToLong(Recorded::id).max().orElseThrow();
    assertThat(history(4))
        .containsExactly(
            last - 3 + "<" + (last - 4) + " ExecutionRedriven",
            last - 2 + "<" + (last - 3) + " TaskStateEntered",
            last - 1 + "<" + (last - 2) + " LambdaFunctionScheduled",
            last + "<" + (last - 1) + " LambdaFunctionStarted");

    answer("{\"n\":7}");
    assertThat(String.valueOf(execution.output())).isEqualTo("{\"v\":7}");
    verified();
  }

  @Test
  void anotherInputMayBeGivenAlsoToAStateThatWasNeverEntered() {
    machine("old", THREE);
    start("{}");
    fail("Boom");

    redriveFrom("C", "{\"x\":1}");

    // Nothing was assigned, and C reads $v.
    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
    redriveFrom("B", "{\"n\":4}");
    answer("{\"n\":5}");
    assertThat(String.valueOf(execution.output())).isEqualTo("{\"v\":5}");
    assertThat(execution.redriveCount()).isEqualTo(2);
    verified();
  }

  @Test
  void theVariablesOfARedriveAreThoseItBeganWith() {
    machine("old", THREE);
    start("{}");
    answer("{\"n\":1}");
    answer("{\"n\":2}");
    redriveFrom("B", null);
    fail("Boom");

    redriveFrom("B", null);

    assertThat(variable()).isEqualTo(1);
    say(new Command.StopExecution(null, null));
    say(new Command.RedriveExecution("plain"));
    assertThat(execution.status()).isEqualTo(ExecutionStatus.RUNNING);
    verified();
  }

  private static final String NESTED =
      """
      {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
        {"StartAt":"X","States":{"X":{"Type":"Task","Resource":"$F","End":true}}},
        {"StartAt":"Y","States":{"Y":{"Type":"Wait","Seconds":60,"Next":"Z"},
          "Z":{"Type":"Pass","End":true}}}]}}}
      """;

  @Test
  void onlyStatesOfTheOutermostFlowCanBeRedrivenFrom() {
    machine("old", NESTED);
    start("{}");
    var running = redriveFrom("P", null);
    assertThat(((Decision.Rejected) running).reason()).isEqualTo(Decision.Reason.NOT_REDRIVABLE);
    say(new Command.StopExecution(null, null));

    var inner = redriveFrom("X", "{}");
    var unknown = redriveFrom("Q", "{}");

    assertThat(((Decision.Rejected) inner).message())
        .isEqualTo(
            "Expected a state of the outermost flow, but 'X' is inside of 'P'. Redrive from 'P'.");
    assertThat(((Decision.Rejected) unknown).message())
        .isEqualTo("Expected a state of the execution's definition, but it has no 'Q'.");
    assertThat(redriveFrom("P", null)).isInstanceOf(Decision.Accepted.class);
    assertThat(execution.scopes()).hasSize(3);
    verified();
  }

  @Test
  void whatWasReadFromAHistoryThatHasGoneOnIsRefused() {
    machine("old", THREE);
    start("{}");
    fail("Boom");
    var restarts = new Restarts("A");
    restarts.read(events);
    var from = restarts.restart(null).orElseThrow();
    var first = new Command.RedriveExecutionFrom(from, restarts.lastEventId(), "one");
    assertThat(say(first)).isInstanceOf(Decision.Accepted.class);
    fail("Boom");

    var again = say(first);
    var late = say(new Command.RedriveExecutionFrom(from, restarts.lastEventId(), "two"));

    assertThat(((Decision.Rejected) again).reason()).isEqualTo(Decision.Reason.REPEATED);
    assertThat(((Decision.Rejected) late).reason()).isEqualTo(Decision.Reason.OUTDATED);
  }

  @Test
  void aRunningExecutionGoesOnWithAnotherDefinition() {
    machine("old", THREE);
    machine(
        "new",
        """
        {"StartAt":"Q","States":{"Q":{"Type":"Pass","Next":"A"},
          "A":{"Type":"Task","Resource":"$F","ResultSelector":{"n.$":"$.m"},"Next":"D"},
          "D":{"Type":"Succeed"}}}
        """);
    start("{}");

    assertThat(migrate("new")).isInstanceOf(Decision.Accepted.class);
    assertThat(((Decision.Rejected) migrate("new")).reason()).isEqualTo(Decision.Reason.REPEATED);
    answer("{\"m\":3}");

    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(String.valueOf(execution.output())).isEqualTo("{\"n\":3}");
    var origin = Objects.requireNonNull(execution.origin());
    assertThat(origin.definitionHash()).isEqualTo("new");
    assertThat(origin.revision().migratedAt()).isEqualTo(now);
    verified();
  }

  @Test
  void commandsOfOneTurnAreDecidedWithTheMachineOfTheirPlace() {
    machine("old", THREE);
    machine("new", RETRYING.formatted(ON_X));
    start("{}");
    shell.ask(new Command.MigrateExecution(new Pinned("new", "role", Revision.PLAIN)), "first");

    answer("{\"n\":1}");

    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    verified();
  }

  @Test
  void theStateThatIsInTheWayIsNamed() {
    machine("old", NESTED);
    start("{}");
    machine("gone", "{\"StartAt\":\"R\",\"States\":{\"R\":{\"Type\":\"Succeed\"}}}");
    machine("type", "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Succeed\"}}}");
    machine("inner", NESTED.replace("\"X\"", "\"XX\""));
    machine(
        "branches",
        NESTED.replace(
            "\"Branches\":[",
            "\"Branches\":[{\"StartAt\":\"N\",\"States\":{\"N\":{\"Type\":\"Succeed\"}}},"));
    machine("fits", NESTED.replace("60", "5").replace("\"Z\"", "\"ZZ\""));

    assertThat(refusal("gone"))
        .isEqualTo(
            "Expected the state 'P' to be in the new definition, because the execution is in it,"
                + " but it is not.");
    assertThat(refusal("type"))
        .isEqualTo(
            "Expected the state 'P' to be a Parallel state in the new definition, but it is a"
                + " Succeed state.");
    assertThat(refusal("inner")).startsWith("Expected the state 'P > X' to be in the new");
    assertThat(refusal("branches"))
        .isEqualTo(
            "Expected the state 'P' to have 2 branches in the new definition, but it has 3.");
    assertThat(migrate("fits")).isInstanceOf(Decision.Accepted.class);
    answer("{}");
    now = now.plusSeconds(60);
    say(new Command.FireTimers());
    assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    verified();
  }

  private String refusal(String hash) {
    var rejected = (Decision.Rejected) migrate(hash);
    assertThat(rejected.reason()).isEqualTo(Decision.Reason.NOT_MIGRATABLE);
    return rejected.message();
  }

  private static final String RETRYING =
      """
      {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"$F","End":true,"Retry":[%s]}}}
      """;
  private static final String ON_X = "{\"ErrorEquals\":[\"X\"],\"MaxAttempts\":2}";
  private static final String ON_Y = "{\"ErrorEquals\":[\"Y\"],\"MaxAttempts\":1}";

  @Test
  void aRetrierIsCountedOnAsTheOneOfTheSameErrors() {
    machine("old", RETRYING.formatted(ON_X));
    machine("new", RETRYING.formatted(ON_Y + "," + ON_X));
    start("{}");
    fail("X");
    migrate("new");
    assertThat(execution.scope(Scope.ROOT).visit().retries()).containsOnly(Map.entry(1, 1));

    for (var error : List.of("X", "Y")) {
      now = now.plusSeconds(10);
      say(new Command.FireTimers());
      fail(error);
      assertThat(execution.isRunning()).as(error).isTrue();
    }
    now = now.plusSeconds(10);
    say(new Command.FireTimers());
    fail("X");

    assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
    verified();
  }

  @Test
  void anEndedExecutionIsNotMigrated() {
    machine("old", THREE);
    machine("new", THREE);
    start("{}");
    say(new Command.StopExecution(null, null));

    assertThat(((Decision.Rejected) migrate("new")).reason()).isEqualTo(Decision.Reason.ENDED);
  }

  @Test
  void whatIsDecidedOtherwiseIsFound() {
    machine("old", THREE);
    start("{}");
    answer("{\"n\":1}");
    answer("{\"n\":2}");
    machine("old", THREE.replace("\"v.$\":\"$v\"", "\"w.$\":\"$v\""));

    var outcome =
        Verification.of(events, hash -> Optional.ofNullable(machines.get(hash)), Quotas.STRICT);

    assertThat(outcome.isSame()).isFalse();
    var difference = outcome.differences().getFirst();
    assertThat(difference.recorded().event()).isInstanceOf(Event.StateExited.class);
    assertThat(String.valueOf(difference.now())).contains("{\"w\":2}");
    assertThat(outcome.execution()).isEqualTo(execution);
  }

  @Test
  void anotherDefinitionGoesAnotherWayWithTheSameAnswers() throws Exception {
    machine("old", THREE);
    start("{}");
    answer("{\"n\":1}");
    answer("{\"n\":2}");
    var other =
        StateMachine.parse(
            """
            {"StartAt":"A","States":{
              "A":{"Type":"Task","Resource":"$F","Next":"Big"},
              "Big":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":5,"Next":"E"}],
                "Default":"B"},
              "B":{"Type":"Task","Resource":"$F","End":true},
              "E":{"Type":"Task","Resource":"$F","End":true}}}
            """
                .replace("$F", F));

    var whatIf = WhatIf.of(events, other, () -> false);

    assertThat(whatIf.recorded()).containsExactly("A", "B", "C");
    assertThat(whatIf.performance().path()).containsExactly("A", "Big", "E");
    assertThat(whatIf.common()).isEqualTo(1);
    assertThat(whatIf.goesElsewhere()).isTrue();
    assertThat(whatIf.performance().error()).isEqualTo(WhatIf.NOT_RECORDED);
    assertThat(WhatIf.of(events, known("old"), () -> false).goesElsewhere()).isFalse();
  }
}
