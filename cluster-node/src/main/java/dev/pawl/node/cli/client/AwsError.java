package dev.pawl.node.cli.client;

/** The node understood a request and refused it, with the error name AWS has for the case. */
public final class AwsError extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  public AwsError(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The name, such as {@code ExecutionDoesNotExist}. */
  public String code() {
    return code;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
