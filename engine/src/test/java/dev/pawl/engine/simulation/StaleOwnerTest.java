package dev.pawl.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.json.Payload;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An owner that another has overtaken, and to which the execution comes back: played move by move,
 * because chance seldom does.
 */
class StaleOwnerTest {
  private static final String ARN =
      "arn:aws:states:us-east-1:000000000000:execution:random:overtaken";
  private static final Payload INPUT = Payload.ofStoredText("{}");
  private static final StateMachine WAITS_THEN_CALLS =
      RandomStateMachine.parsed(
          """
          {"StartAt":"A","States":{
            "A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:a","Next":"B"},
            "B":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:b","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Z"}],"Next":"Z"},
            "Z":{"Type":"Succeed"}}}
          """);

  private static final StateMachine TWO_ACTIVITIES =
      RandomStateMachine.parsed(
          """
          {"StartAt":"A","States":{
            "A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:a","Next":"B"},
            "B":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:b","End":true}}}
          """);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aStaleOwnerThatIsWokenGoesOnFromTheNewestRow(long seed) {
    var world = overtaken(seed, Mistake.NONE);

    world.comeToRest();

    assertThat(world.journal().truth(ARN).status()).isNotEqualTo(ExecutionStatus.RUNNING);
  }

  @Test
  void aStaleOwnerThatIsWokenWithoutBeingToldOfTheRowSleepsUnlessItIsParked() {
    var broken = new HashSet<String>();

    for (long seed = 1; seed < 10; seed++) {
      var world = overtaken(seed, Mistake.WAKE_WITHOUT_ROW);
      try {
        world.comeToRest();
      } catch (Violation violation) {
        broken.add(violation.invariant());
      }
    }

    assertThat(broken).containsExactly(Mistake.WAKE_WITHOUT_ROW.brokenInvariant());
  }

  /**
   * Found by seed 3913 of an earlier simulation: the stale owner told every worker that the task
   * was gone, and never learned better.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void seed3913AStaleOwnerDoesNotKeepATaskFromWorkers(long seed) {
    var world = overtakenByATask(seed, Mistake.NONE);

    world.comeToRest();

    assertThat(world.journal().truth(ARN).status()).isNotEqualTo(ExecutionStatus.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aStaleOwnerThatRefusesATaskUnconfirmedIsNoticed(long seed) {
    assertThatThrownBy(() -> overtakenByATask(seed, Mistake.REFUSED_TAKE_UNCONFIRMED))
        .isInstanceOf(Violation.class)
        .hasMessageStartingWith("RefusalsAreTrue");
  }

  /** The first owner is asked for a task that only the second one knows of. */
  private static World overtakenByATask(long seed, Mistake mistake) {
    var world = World.withoutFaults(seed, mistake);
    world.revisions().give(ARN, TWO_ACTIVITIES);
    world.sharding().give(ARN, world.node(0));
    world.node(0).route(ARN, new Message.Ask(start(), null));
    world.settle();
    world.sharding().give(ARN, world.node(1));
    world.node(1).route(ARN, new Message.Ask(answer(world), null));
    world.settle();
    world.sharding().give(ARN, world.node(0));
    var task = world.journal().truth(ARN).tasks().keySet().iterator().next();
    world.node(0).route(ARN, new Message.Take(task, "worker", ignored -> {}));
    world.settle();
    return world;
  }

  /**
   * The first owner waits for a worker; the second takes the execution on to a call, and crashes in
   * the middle of it; then the first, which knows nothing of that, is the only one left.
   */
  private static World overtaken(long seed, Mistake mistake) {
    var world = World.withoutFaults(seed, mistake);
    var first = world.node(0);
    var second = world.node(1);
    world.revisions().give(ARN, WAITS_THEN_CALLS);
    world.sharding().give(ARN, first);
    first.route(ARN, new Message.Ask(start(), null));
    world.settle();
    world.sharding().give(ARN, second);
    second.route(ARN, new Message.Ask(answer(world), null));
    while (!second.incarnation().equals(world.journal().index(ARN).owner())) {
      assertThat(world.move()).isTrue();
    }
    second.crash();
    world.sharding().give(ARN, first);
    return world;
  }

  private static Command start() {
    return new Command.StartExecution(
        ARN,
        "overtaken",
        "arn:aws:states:us-east-1:000000000000:stateMachine:random",
        "definition",
        "arn:aws:iam::000000000000:role/simulated",
        false,
        INPUT,
        "seal",
        null);
  }

  private static Command answer(World world) {
    var task = world.journal().truth(ARN).tasks().keySet().iterator().next();
    return new Command.SucceedTask(task, INPUT, null);
  }
}
