package dev.pawl.persistence.journal;

/**
 * The writer's queue is full; the write was not tried. Admission control should refuse before this
 * happens.
 */
public final class JournalOverloadedException extends RuntimeException {

  JournalOverloadedException(int depth) {
    super(
        "Expected room in the journal's queue, but " + depth + " writes wait.", null, false, false);
  }
}
