package dev.pawl.node.cli.client;

import java.io.IOException;
import java.net.URI;
import javax.net.ssl.SSLException;

/** Nobody answers at the endpoint, or the connection broke before the answer was complete. */
public final class NodeUnreachable extends IOException {

  private static final long serialVersionUID = 1L;

  NodeUnreachable(URI endpoint, Throwable cause) {
    super(cause instanceof SSLException ? noTls(endpoint, cause) : nobody(endpoint), cause);
  }

  private static String nobody(URI endpoint) {
    return "Expected a node at "
        + endpoint
        + ", but nobody answers there. Start one with: pawl dev   (or name another with"
        + " --endpoint)";
  }

  private static String noTls(URI endpoint, Throwable cause) {
    return "Expected a node with a certificate to believe at %s, but: %s   (name its authority with --ca)"
        .formatted(endpoint, cause.getMessage());
  }
}
