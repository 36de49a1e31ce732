package dev.pawl.node.cli.client;

import java.io.IOException;
import java.net.URI;

/** Nobody answers at the endpoint, or the connection broke before the answer was complete. */
public final class NodeUnreachable extends IOException {

  private static final long serialVersionUID = 1L;

  NodeUnreachable(URI endpoint, Throwable cause) {
    super(
        "Expected a node at "
            + endpoint
            + ", but nobody answers there. Start one with: pawl dev   (or name another with"
            + " --endpoint)",
        cause);
  }
}
