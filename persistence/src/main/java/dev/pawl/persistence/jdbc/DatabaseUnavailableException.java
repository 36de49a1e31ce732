package dev.pawl.persistence.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The database is gone, full or overloaded. What was asked may have happened or not; ask again
 * later. Callers of the API get a {@code ServiceUnavailable}.
 */
public final class DatabaseUnavailableException extends RuntimeException {

  public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
