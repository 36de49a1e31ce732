package dev.pawl.node.cli.client;

/** Somebody typed a name that means nothing on this node, or more than one thing. */
public final class UnknownName extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownName(String message) {
    super(message);
  }
}
