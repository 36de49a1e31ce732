package dev.pawl.engine.expression;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Time and chance, which the engine owns none of: they arrive as values. */
public record Chance(RandomGenerator random, Instant now) {

  /** A random UUID, version 4. */
  public UUID uuid() {
    long version = (random.nextLong() & ~0xf000L) | 0x4000L;
    long variant = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(version, variant);
  }
}
