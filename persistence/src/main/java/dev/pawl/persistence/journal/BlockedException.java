package dev.pawl.persistence.journal;

/**
 * The database refused this write alone: its row is locked by somebody who does not move, or its
 * data does not fit.
 */
public final class BlockedException extends RuntimeException {

  BlockedException(String key, Throwable cause) {
    super(
        "Expected %s to be written, but the database refused: %s"
            .formatted(key, cause.getMessage()),
        cause);
  }
}
