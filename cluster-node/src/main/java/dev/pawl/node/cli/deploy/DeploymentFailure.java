package dev.pawl.node.cli.deploy;

/**
 * What lies in the directory cannot be deployed; the message says what is wrong, and in which file.
 */
public final class DeploymentFailure extends Exception {

  private static final long serialVersionUID = 1L;

  DeploymentFailure(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
