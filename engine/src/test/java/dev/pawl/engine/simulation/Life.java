package dev.pawl.engine.simulation;

import java.util.Optional;

/** One life from one seed. The same seed gives the same life on every machine. */
final class Life {
  private static final int STEPS_MAX = 700;

  private Life() {}

  /** Lives it, and throws what went wrong with the seed and the last things that happened. */
  static void live(long seed) {
    failure(seed, Mistake.NONE)
        .ifPresent(first -> {
          var trace = trace(seed, Mistake.NONE);
          throw new AssertionError(
              "Life %d failed; -Dseed=%d repeats it.\n%s\n\n%s"
                  .formatted(seed, seed, first.getMessage(), trace),
              first);
        });
  }

  /** What goes wrong in it, if anything does. */
  static Optional<Throwable> failure(long seed, Mistake mistake) {
    try {
      run(new World(seed, mistake, false));
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }

  private static String trace(long seed, Mistake mistake) {
    var world = new World(seed, mistake, true);
    try {
      run(world);
      return "The second time nothing went wrong: something here does not come from the seed.";
    } catch (AssertionError | RuntimeException e) {
      return world.trace();
    }
  }

  static void run(World world) {
    var steps = world.below(STEPS_MAX);
    for (int i = 0; i < steps; i++) {
      world.step();
    }
    world.comeToRest();
  }
}
