package dev.pawl.engine.rehearsal;

/** A rehearsal cannot go on; the message says why. */
public final class RehearsalHalted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RehearsalHalted(String message) {
    super(message, null, false, false);
  }
}
