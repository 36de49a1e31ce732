package dev.pawl.persistence.journal;

/**
 * Another writer has moved this execution on: nothing of the write was stored, and whoever tried
 * must recover before it decides again.
 */
public final class FencedException extends RuntimeException {

  public FencedException(String persistenceId, long sequenceNumber) {
    super(
        "Expected %s to stand at row %d, but another writer has moved it on."
            .formatted(persistenceId, sequenceNumber - 1),
        null,
        false,
        false);
  }
}
