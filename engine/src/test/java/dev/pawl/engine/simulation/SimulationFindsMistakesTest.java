package dev.pawl.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The simulation is worth nothing unless it notices: each mistake we make on purpose is found
 * within so many lives.
 */
class SimulationFindsMistakesTest {
  private static final int LIVES_MAX = 2_000;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void everyMistakeIsNoticed(Mistake mistake) {
    var noticed = noticed(mistake);

    assertThat(noticed).as("what notices %s", mistake).isNotEmpty();
  }

  @Test
  void aWokenExecutionThatDoesNotSayWhoKeepsItIsSeenToSleep() {
    assertThat(noticed(Mistake.WOKEN_WITHOUT_INDEX)).containsKey("NothingSleepsForEver");
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

  /** The first invariant that notices it, and the seed of the life in which it does. */
  private static Map<String, Long> noticed(Mistake mistake) {
    var noticed = new LinkedHashMap<String, Long>();
    for (long seed = 1; seed <= LIVES_MAX && noticed.isEmpty(); seed++) {
      var life = seed;
      Life.failure(seed, mistake)
          .ifPresent(failure ->
              noticed.put(
                  failure instanceof Violation violation
                      ? violation.invariant()
                      : failure.getClass().getSimpleName(),
                  life));
    }
    return noticed;
  }
}
