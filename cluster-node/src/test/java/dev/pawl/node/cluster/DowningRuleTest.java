package dev.pawl.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.node.cluster.DowningRule.AskWitness;
import dev.pawl.node.cluster.DowningRule.Disagree;
import dev.pawl.node.cluster.DowningRule.Down;
import dev.pawl.node.cluster.DowningRule.DownSelf;
import dev.pawl.node.cluster.DowningRule.Wait;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DowningRuleTest {

  private static final List<String> THREE = List.of("a", "b", "c");
  private static final int WATCHERS_MAX = 9;

  private final DowningRule<String> rule = new DowningRule<>(WATCHERS_MAX);

  @Test
  void allIsWellWhileEverybodyIsHeard() {
    assertThat(rule.decide("a", THREE, Map.of())).isEqualTo(new Wait<>());
  }

  @Test
  void aMajorityThatAgreesDecidesAtOnce() {
    assertThat(rule.decide("a", THREE, Map.of("c", Set.of("a", "b"))))
        .isEqualTo(new Down<>(Set.of("c")));
  }

  @Test
  void oneThatHasSleptAndHearsNobodyAccusesNobody() {
    // "c" was paused: it hears neither "a" nor "b" yet, and everybody learns that of it.
    var accusations = Map.of("a", Set.of("c"), "b", Set.of("c"));

    assertThat(rule.decide("c", THREE, accusations)).isEqualTo(new AskWitness<>());
    assertThat(rule.decide("a", THREE, accusations)).isNotInstanceOf(Down.class);
  }

  @Test
  void oneWitnessOfTwoIsNotEnough() {
    assertThat(rule.decide("a", THREE, Map.of("c", Set.of("b"))))
        .isEqualTo(new Disagree<>(Set.of("c")));
  }

  @Test
  void aMinorityAsksTheDatabase() {
    assertThat(rule.decide("a", THREE, Map.of("b", Set.of("a"), "c", Set.of("a"))))
        .isEqualTo(new AskWitness<>());
    assertThat(rule.decide("a", List.of("a", "b"), Map.of("b", Set.of("a"))))
        .isEqualTo(new AskWitness<>());
  }

  @Test
  void theLastOneAliveGoesOn() {
    var lost = Map.of("b", Set.of("a"), "c", Set.of("a"));

    assertThat(rule.decide("a", THREE, lost, Set.of("a"))).isEqualTo(new Down<>(Set.of("b", "c")));
  }

  @Test
  void aMinorityLeavesWhenTheOthersLive() {
    var lost = Map.of("b", Set.of("a"), "c", Set.of("a"));

    assertThat(rule.decide("a", THREE, lost, Set.of("a", "b", "c"))).isEqualTo(new DownSelf<>());
  }

  @Test
  void aTieIsBrokenTheSameWayOnBothSides() {
    var alive = Set.of("a", "b");

    assertThat(rule.decide("a", List.of("a", "b"), Map.of("b", Set.of("a")), alive))
        .isEqualTo(new Down<>(Set.of("b")));
    assertThat(rule.decide("b", List.of("a", "b"), Map.of("a", Set.of("b")), alive))
        .isEqualTo(new DownSelf<>());
  }

  /** Whatever way a cluster breaks in two, with all alive: never do both sides go on. */
  @Test
  void ofTwoSidesAtMostOneGoesOn() {
    var random = new SplittableRandom(4711);
    for (var trial = 0; trial < 10_000; trial++) {
      var members = new HashSet<String>();
      var size = random.nextInt(2, 8);
      for (var i = 0; i < size; i++) {
        members.add("n" + i);
      }
      var left = new HashSet<String>();
      members.forEach(member -> {
        if (random.nextBoolean()) {
          left.add(member);
        }
      });
      var right = new HashSet<>(members);
      right.removeAll(left);
      if (!left.isEmpty() && !right.isEmpty()) {
        assertThat(goesOn(members, left, right) && goesOn(members, right, left))
            .as("%s against %s", left, right)
            .isFalse();
      }
    }
  }

  private boolean goesOn(Set<String> members, Set<String> side, Set<String> others) {
    var observers = new HashMap<String, Set<String>>();
    others.forEach(other -> observers.put(other, side));
    var self = side.iterator().next();
    var verdict = rule.decide(self, members, observers);
    return verdict instanceof AskWitness
        ? rule.decide(self, members, observers, members) instanceof Down
        : verdict instanceof Down;
  }
}
