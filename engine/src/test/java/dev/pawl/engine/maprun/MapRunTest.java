package dev.pawl.engine.maprun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.maprun.MapRun.Pending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Map Runs by their decisions, and whole lives of them by a seed. */
class MapRunTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ARN = "arn:aws:states:us-east-1:000000000000:mapRun:m/label:id";
  private static final String EXECUTION =
      "arn:aws:states:us-east-1:000000000000:execution:m:parent";

  private final List<MapRunEvent> events = new ArrayList<>();
  private MapRun run = MapRun.none();

  private List<MapRunEvent> say(MapRunCommand command) {
    var decided = MapRunDecider.decide(run, command, NOW);
    events.addAll(decided);
    run = run.evolve(decided);
    return decided;
  }

  private void start(int maxConcurrency, @Nullable Long count, @Nullable Double percentage) {
    var limits = new MapRunLimits(maxConcurrency, count, percentage);
    say(new MapRunCommand.Start(ARN, EXECUTION, 4, limits, null, 0));
  }

  private void startChildren(int count, int itemsEach, boolean exhausted) {
    var children = new ArrayList<Child>();
    for (var i = 0; i < count; i++) {
      children.add(
          new Child(run.nextChild() + i, run.nextItem() + (long) i * itemsEach, itemsEach));
    }
    say(new MapRunCommand.StartChildren(children, exhausted));
  }

  private List<MapRunEvent> end(long index, ExecutionStatus status) {
    return say(new MapRunCommand.EndChildren(List.of(new ChildEnd(index, status))));
  }

  @Test
  void theFirstFailureEndsARunWithoutTolerance() {
    start(0, null, null);
    startChildren(3, 1, false);

    end(1, ExecutionStatus.FAILED);

    assertThat(run.pending()).isEqualTo(Pending.STOP_CHILDREN);
    end(0, ExecutionStatus.ABORTED);
    end(2, ExecutionStatus.SUCCEEDED);
    assertThat(run.pending()).isEqualTo(Pending.WRITE_RESULTS);
    say(new MapRunCommand.Finish(null));
    assertThat(run.end())
        .isEqualTo(
            new MapRunEvent.Ended(
                MapRunStatus.FAILED,
                null,
                "States.ExceedToleratedFailureThreshold",
                "The specified tolerated failure threshold was exceeded",
                NOW));
    assertThat(run.summary().itemCounts().ended()).isEqualTo(new Counts(1, 1, 0, 1));
  }

  @Test
  void aPercentageIsLookedAtWhenAllItemsAreKnown() {
    start(0, null, 50.0);
    startChildren(2, 1, false);
    end(0, ExecutionStatus.FAILED);
    end(1, ExecutionStatus.TIMED_OUT);
    assertThat(run.stopping()).isNull();

    startChildren(1, 1, true);

    assertThat(run.stopping()).isNotNull();
  }

  @Test
  void aBatchFailsWithAllItsItems() {
    start(0, 9L, null);
    startChildren(1, 10, true);

    end(0, ExecutionStatus.FAILED);

    assertThat(run.stopping()).isNotNull();
    assertThat(run.summary().itemCounts().ended().failed()).isEqualTo(10);
    assertThat(run.summary().executionCounts().ended().failed()).isEqualTo(1);
  }

  @Test
  void anEndThatIsToldTwiceIsCountedOnce() {
    start(0, null, null);
    startChildren(1, 1, true);

    end(0, ExecutionStatus.SUCCEEDED);

    assertThat(end(0, ExecutionStatus.SUCCEEDED)).isEmpty();
    assertThat(run.summary().executionCounts().ended().succeeded()).isEqualTo(1);
  }

  @Test
  void itemsThatDoNotFollowOnAreRefused() {
    start(0, null, null);
    startChildren(2, 1, false);

    assertThat(say(new MapRunCommand.StartChildren(List.of(new Child(1, 1, 1)), false))).isEmpty();
  }

  @Test
  void aStoppedRunTellsNobody() {
    start(0, null, null);
    startChildren(1, 1, false);

    say(new MapRunCommand.Stop());
    end(0, ExecutionStatus.ABORTED);
    say(new MapRunCommand.Finish(null));

    assertThat(run.status()).isEqualTo(MapRunStatus.ABORTED);
    assertThat(run.pending()).isEqualTo(Pending.NOTHING);
  }

  @Test
  void aRunWithoutItemsSucceeds() {
    start(0, null, null);
    startChildren(0, 1, true);

    assertThat(run.pending()).isEqualTo(Pending.WRITE_RESULTS);
    say(new MapRunCommand.Finish(Payload.ofStoredText("[]")));
    assertThat(run.status()).isEqualTo(MapRunStatus.SUCCEEDED);
    assertThat(run.pending()).isEqualTo(Pending.TELL);
  }

  @Test
  void namesOfChildrenFollowFromTheirPlace() {
    assertThat(Child.executionArn(ARN, 7, false))
        .startsWith("arn:aws:states:us-east-1:000000000000:execution:m/label:")
        .isEqualTo(Child.executionArn(ARN, 7, false))
        .isNotEqualTo(Child.executionArn(ARN, 8, false));
    assertThat(Child.executionArn(ARN, 7, true))
        .startsWith("arn:aws:states:us-east-1:000000000000:express:m/label:");
    assertThat(Child.stateMachineArn(ARN))
        .isEqualTo("arn:aws:states:us-east-1:000000000000:stateMachine:m/label");
  }

  /**
   * A run whose messages are lost and repeated, and which is forgotten and replayed at any moment:
   * each item is worked on once, never too many children run, and the counts are those of the
   * children.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aWholeLifeByASeed(long seed) {
    var random = new Random(seed);
    var items = random.nextInt(60);
    var concurrency = random.nextInt(6);
    var most = 4;
    start(concurrency, random.nextBoolean() ? (long) random.nextInt(60) : null, null);
    Map<Long, ExecutionStatus> world = new HashMap<>();
    var worked = new HashSet<Long>();

    for (var step = 0; run.status() == MapRunStatus.RUNNING; step++) {
      assertThat(step).as("seed %d comes to an end", seed).isLessThan(5_000);
      if (random.nextInt(10) == 0) {
        assertThat(MapRun.none().evolve(events)).isEqualTo(run);
      }
      switch (run.pending()) {
        case RUN -> live(random, items, most, world, worked);
        case STOP_CHILDREN -> run.running().keySet().forEach(i -> world.putIfAbsent(i, aborted()));
        case WRITE_RESULTS -> say(new MapRunCommand.Finish(Payload.ofStoredText("[]")));
        case TELL, NOTHING -> {}
      }
      tell(random, world);
      var limit = concurrency == 0 ? most : Math.min(concurrency, most);
      assertThat(run.running().size()).isLessThanOrEqualTo(limit);
    }

    assertThat(run.running()).isEmpty();
    var counts = run.summary().itemCounts();
    assertThat(counts.ended().ended()).isEqualTo(worked.size());
    if (run.status() == MapRunStatus.SUCCEEDED) {
      assertThat(worked).hasSize(items);
      assertThat(counts.total()).isEqualTo(items);
    }
  }

  private static ExecutionStatus aborted() {
    return ExecutionStatus.ABORTED;
  }

  private void live(
      Random random, int items, int most, Map<Long, ExecutionStatus> world, HashSet<Long> worked) {
    var room = run.room(most);
    if (room > 0 && random.nextBoolean()) {
      var children = new ArrayList<Child>();
      var item = run.nextItem();
      for (var i = 0; i < room && item < items; i++) {
        var size = (int) Math.min(1 + random.nextInt(3), items - item);
        children.add(new Child(run.nextChild() + i, item, size));
        item += size;
      }
      var command = new MapRunCommand.StartChildren(children, item == items);
      for (var event : say(command)) {
        if (event instanceof MapRunEvent.ChildrenStarted started) {
          started.children().forEach(child -> workOn(child, worked));
        }
      }
      assertThat(children.isEmpty() || say(command).isEmpty()).isTrue();
    }
    run.running()
        .keySet()
        .forEach(index -> {
          if (random.nextInt(3) == 0) {
            world.putIfAbsent(
                index, random.nextInt(8) == 0 ? ExecutionStatus.FAILED : ExecutionStatus.SUCCEEDED);
          }
        });
  }

  private static void workOn(Child child, HashSet<Long> worked) {
    for (var i = 0; i < child.items(); i++) {
      assertThat(worked.add(child.firstItem() + i)).isTrue();
    }
  }

  private void tell(Random random, Map<Long, ExecutionStatus> world) {
    world.forEach((index, status) -> {
      if (random.nextInt(4) != 0) {
        end(index, status);
      }
    });
  }

  @Test
  void aRedriveDoesAgainWhatDidNotSucceedAndThenGoesOn() {
    start(0, null, null);
    startChildren(4, 2, false);
    end(0, ExecutionStatus.SUCCEEDED);
    end(1, ExecutionStatus.FAILED);
    end(2, ExecutionStatus.ABORTED);
    say(new MapRunCommand.EndChildren(List.of(ChildEnd.unstarted(3))));
    say(new MapRunCommand.Finish(null));
    assertThat(say(new MapRunCommand.Redrive(0))).isEmpty();
    say(new MapRunCommand.ConfirmTold(0));

    assertThat(say(new MapRunCommand.Redrive(1))).hasSize(1);
    assertThat(say(new MapRunCommand.Redrive(1))).isEmpty();

    assertThat(run.pending()).isEqualTo(Pending.RUN);
    assertThat(run.running().keySet()).containsExactly(3L);
    assertThat(run.room(10)).isZero();
    assertThat(run.roomToRedrive(10)).isEqualTo(9);
    var counts = run.summary().executionCounts();
    assertThat(counts.pendingRedrive()).isEqualTo(2);
    assertThat(counts.running()).isEqualTo(1);
    assertThat(counts.pending()).isZero();
    assertThat(run.summary().itemCounts().pendingRedrive()).isEqualTo(4);

    say(new MapRunCommand.RedriveChildren(List.of(new Child(1, -1, 2)), 2));
    assertThat(say(new MapRunCommand.RedriveChildren(List.of(new Child(1, -1, 2)), 2))).isEmpty();
    say(new MapRunCommand.RedriveChildren(List.of(new Child(2, -1, 2)), 4));
    assertThat(run.summary().executionCounts().pendingRedrive()).isZero();
    end(1, ExecutionStatus.SUCCEEDED);
    end(2, ExecutionStatus.SUCCEEDED);
    end(3, ExecutionStatus.SUCCEEDED);
    assertThat(run.pending()).isEqualTo(Pending.RUN);
    assertThat(run.room(10)).isEqualTo(10);
    startChildren(1, 2, true);
    end(4, ExecutionStatus.SUCCEEDED);

    assertThat(run.pending()).isEqualTo(Pending.WRITE_RESULTS);
    assertThat(run.summary().itemCounts().ended()).isEqualTo(new Counts(10, 0, 0, 0));
    assertThat(run.summary().redriveCount()).isEqualTo(1);
  }

  @Test
  void failuresOfBeforeARedriveDoNotCountAgainstIt() {
    start(0, 1L, null);
    startChildren(2, 1, true);
    end(0, ExecutionStatus.FAILED);
    end(1, ExecutionStatus.FAILED);
    say(new MapRunCommand.Finish(null));
    say(new MapRunCommand.Redrive(1));
    say(new MapRunCommand.RedriveChildren(List.of(new Child(0, -1, 1), new Child(1, -1, 1)), 2));

    end(0, ExecutionStatus.FAILED);

    assertThat(run.stopping()).isNull();
    end(1, ExecutionStatus.FAILED);
    assertThat(run.stopping()).isNotNull();
  }

  @Test
  void aChildThatCannotBeRedrivenIsCountedSoUntilTheNextRedrive() {
    start(0, 1L, null);
    startChildren(2, 3, true);
    end(0, ExecutionStatus.FAILED);
    end(1, ExecutionStatus.FAILED);
    say(new MapRunCommand.Finish(null));
    say(new MapRunCommand.Redrive(1));
    say(new MapRunCommand.RedriveChildren(List.of(new Child(0, -1, 3), new Child(1, -1, 3)), 2));

    say(
        new MapRunCommand.EndChildren(
            List.of(
                new ChildEnd(0, ExecutionStatus.FAILED, false, true),
                new ChildEnd(1, ExecutionStatus.SUCCEEDED))));

    assertThat(run.summary().executionCounts().failuresNotRedrivable()).isEqualTo(1);
    assertThat(run.summary().itemCounts().failuresNotRedrivable()).isEqualTo(3);
    assertThat(run.summary().executionCounts().ended()).isEqualTo(new Counts(1, 1, 0, 0));
    say(new MapRunCommand.Finish(null));
    say(new MapRunCommand.Redrive(2));
    assertThat(run.summary().executionCounts().failuresNotRedrivable()).isZero();
  }
}
