package dev.pawl.engine.simulation;

import java.util.random.RandomGenerator;

/**
 * How often things go wrong in one life, as probabilities per step or per message. Each life draws
 * its own mixture: some know no faults at all, others only one kind, so that no fault hides behind
 * another.
 */
record Faults(
    double lost,
    double repeated,
    double crash,
    double restart,
    double pause,
    double resume,
    double downed,
    double secondOwner,
    double handOff,
    double passivate,
    double spuriousWake,
    double commitAnswerLost,
    double commitRepeated,
    double workerDies,
    double stop,
    long clockSkewMillis) {

  static final Faults NONE = new Faults(0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static Faults drawn(RandomGenerator random) {
    return random.nextInt(20) == 0
        ? NONE
        : new Faults(
            some(random, 0.25),
            some(random, 0.15),
            some(random, 0.08),
            0.1,
            some(random, 0.15),
            0.02 + random.nextDouble() * 0.2,
            some(random, 0.2),
            some(random, 0.3),
            some(random, 0.15),
            some(random, 0.2),
            some(random, 0.1),
            some(random, 0.1),
            some(random, 0.1),
            some(random, 0.05),
            some(random, 0.005),
            random.nextInt(3) == 0 ? random.nextInt(400) : 0);
  }

  private static double some(RandomGenerator random, double most) {
    return random.nextInt(3) == 0 ? 0 : random.nextDouble() * most;
  }

  /** No fault but that clocks go on as wrong as they were. */
  Faults onlyClocks() {
    return new Faults(0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, clockSkewMillis);
  }
}
