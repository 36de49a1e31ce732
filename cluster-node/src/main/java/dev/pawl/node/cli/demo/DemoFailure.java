package dev.pawl.node.cli.demo;

/**
 * The demonstration could not go on: a process did not start, or something did not happen in time.
 */
public final class DemoFailure extends Exception {

  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
