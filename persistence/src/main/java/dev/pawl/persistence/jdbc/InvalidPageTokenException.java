package dev.pawl.persistence.jdbc;

/**
 * A page token that we never gave, or gave for another question: {@code InvalidToken} to callers.
 */
public final class InvalidPageTokenException extends RuntimeException {

  InvalidPageTokenException() {
    super("Expected a token of an earlier page of the same list.", null, false, false);
  }
}
