package dev.pawl.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The simulation is worth nothing unless it notices: each mistake we make on purpose is found by
 * the invariant that forbids it, in one of the lives that are lived by every build.
 */
class SimulationFindsMistakesTest {

  // StaleOwnerTest plays WAKE_WITHOUT_ROW: chance needs more lives for it than a build has.
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NONE", "WAKE_WITHOUT_ROW"})
  void everyMistakeIsNoticedByItsInvariant(Mistake mistake) {
    var noticed = new TreeMap<String, Long>();

    for (long seed = 1; seed <= SimulationTest.LIVES && !isNoticed(noticed, mistake); seed++) {
      var life = seed;
      Life.failure(seed, mistake).ifPresent(failure -> noticed.putIfAbsent(nameOf(failure), life));
    }

    assertThat(noticed).as("what notices %s", mistake).containsKey(mistake.brokenInvariant());
  }

  @Test
  void theSameSeedGivesTheSameLife() {
    assertThat(told(11)).isEqualTo(told(11));
  }

  private static String told(long seed) {
    var world = new World(seed, Mistake.NONE, true);
    Life.run(world);
    return world.trace();
  }

  private static boolean isNoticed(TreeMap<String, Long> noticed, Mistake mistake) {
    return noticed.containsKey(mistake.brokenInvariant());
  }

  private static String nameOf(Throwable failure) {
    return failure instanceof Violation violation
        ? violation.invariant()
        : failure.getClass().getSimpleName();
  }
}
