package dev.pawl.persistence.journal;

/**
 * Which of the {@value #COUNT} slices an execution belongs to; nodes share the work of waking by
 * slices.
 */
public final class Slices {

  public static final int COUNT = 1024;

  private Slices() {}

  public static int of(String executionArn) {
    return Math.floorMod(executionArn.hashCode(), COUNT);
  }
}
