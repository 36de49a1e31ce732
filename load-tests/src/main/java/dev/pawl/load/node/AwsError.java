package dev.pawl.load.node;

/** What a node answered instead of a result: AWS's error name and its message. */
public final class AwsError extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String type;
  private final String text;

  public AwsError(String type, String text) {
    super(type + ": " + text);
    this.type = type;
    this.text = text;
  }

  /** The name, without a namespace: {@code ExecutionDoesNotExist}. */
  public String type() {
    return type;
  }

  /** The message as the node sent it. */
  public String text() {
    return text;
  }
}
