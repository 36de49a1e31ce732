package dev.pawl.engine.search;

/** A query that cannot be understood; the message says where and why. */
public final class IllegalQueryException extends Exception {

  IllegalQueryException(String message) {
    super(message, null, false, false);
  }

  /** {@code position} counts characters from 1. */
  static IllegalQueryException at(int position, String expected, String found) {
    return new IllegalQueryException(
        "Expected %s at position %d of the query, but found %s."
            .formatted(expected, position, found));
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
