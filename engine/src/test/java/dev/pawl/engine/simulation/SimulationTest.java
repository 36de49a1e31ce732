package dev.pawl.engine.simulation;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whole lives, each from a seed: {@code -Dseed=4711} lives that one again. */
class SimulationTest {
  /** How many lives every build lives. */
  static final int LIVES = 2_000;

  private static final int LIVES_NIGHTLY = 50_000;

  @Test
  void everyInvariantHoldsInEveryLife() {
    var seed = Long.getLong("seed");
    if (seed != null) {
      Life.live(seed);
      return;
    }
    var lives = Boolean.getBoolean("pawl.nightly") ? LIVES_NIGHTLY : LIVES;
    var before = System.nanoTime();
    LongStream.rangeClosed(1, lives).parallel().forEach(Life::live);
    System.out.printf("%d lives in %d s%n", lives, (System.nanoTime() - before) / 1_000_000_000);
  }
}
