package dev.pawl.persistence.journal;

import org.jspecify.annotations.Nullable;

/**
 * A stored row that this version of Pawl does not understand: written by a newer one, or damaged.
 * Nothing of it is used.
 */
public final class UnreadableRowException extends RuntimeException {

  UnreadableRowException(String message) {
    this(message, null);
  }

  UnreadableRowException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
