package dev.pawl.node.function;

/**
 * There is nothing to start: Runtime.InvalidEntrypoint. The message ends up in the payload and says
 * what was missing.
 */
final class InvalidEntrypoint extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  InvalidEntrypoint(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  String text() {
    return text;
  }
}
