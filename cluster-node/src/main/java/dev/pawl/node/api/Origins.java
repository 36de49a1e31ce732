package dev.pawl.node.api;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Which web pages may call a node. Any page that a developer visits can post to a port of his
 * machine, and what it posts may create and run functions; only a browser says where the page came
 * from. Pages of this machine are allowed, and those of {@code pawl.api.allowed-origins}; programs,
 * which send no Origin, always are.
 */
record Origins(List<String> allowed) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  Origins {
    allowed = List.copyOf(allowed);
  }

  boolean allow(HttpRequest request) {
    return request
        .getHeader("Origin")
        .map(header -> allowed.contains(header.value()) || isLoopback(header.value()))
        .orElse(true);
  }

  private static boolean isLoopback(String origin) {
    try {
      var host = URI.create(origin).getHost();
      return host != null && LOOPBACK.contains(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
