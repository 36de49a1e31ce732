package dev.pawl.engine.expression;

/**
 * The numbers of java.util.Random for a seed, which is what AWS gives for one: the 48-bit generator
 * that its documentation specifies. A value, not a source of chance.
 */
final class SeededRandom {
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long MASK = (1L << 48) - 1;

  private long state;

  SeededRandom(long seed) {
    this.state = (seed ^ MULTIPLIER) & MASK;
  }

  double nextDouble() {
    long high = next(26);
    return ((high << 27) + next(27)) * 0x1.0p-53;
  }

  private long next(int bits) {
    state = (state * MULTIPLIER + 0xBL) & MASK;
    return state >>> (48 - bits);
  }
}
