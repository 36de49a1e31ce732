package dev.pawl.engine.json;

/**
 * A text that is not JSON, or more of it than Pawl reads; the message is Jackson's, without its
 * place.
 */
public final class JsonTextException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  public JsonTextException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The line of the mistake, counted from 1. */
  public int line() {
    return line;
  }

  /** The column of the mistake, counted from 1. */
  public int column() {
    return column;
  }
}
