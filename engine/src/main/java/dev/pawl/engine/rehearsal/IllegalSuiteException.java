package dev.pawl.engine.rehearsal;

/** A file of test cases that makes no sense; the message says where. */
public final class IllegalSuiteException extends Exception {
  private static final long serialVersionUID = 1L;

  public IllegalSuiteException(String message) {
    super(message, null, false, false);
  }

  static IllegalSuiteException at(String where, String expected, String found) {
    return new IllegalSuiteException(
        "Expected %s at %s, but found %s.".formatted(expected, where, found));
  }
}
