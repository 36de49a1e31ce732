package dev.pawl.engine.simulation;

import org.junit.jupiter.api.Test;

/** Whole lives, each from a seed: {@code -Dseed=4711} lives that one again. */
class SimulationTest {
  private static final int LIVES = 2_000;
  private static final int LIVES_NIGHTLY = 50_000;

  @Test
  void everyInvariantHoldsInEveryLife() {
    var seed = Long.getLong("seed");
    if (seed != null) {
      Life.live(seed);
      return;
    }
    var lives = Boolean.getBoolean("pawl.nightly") ? LIVES_NIGHTLY : LIVES;
    for (long life = 1; life <= lives; life++) {
      Life.live(life);
    }
  }

  /** A stale owner refused tasks that it knew nothing of to every worker, for ever. */
  @Test
  void seed3913AStaleOwnerDoesNotKeepTasksFromWorkers() {
    Life.live(3913);
  }
}
