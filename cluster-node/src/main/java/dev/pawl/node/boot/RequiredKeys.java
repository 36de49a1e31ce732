package dev.pawl.node.boot;

import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.Apis;
import dev.pawl.node.api.auth.AccessKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access keys of a node, without which strangers may not reach it. */
final class RequiredKeys {
  private static final Logger LOG = LoggerFactory.getLogger(RequiredKeys.class);

  private RequiredKeys() {}

  /**
   * Reads them, before anything else is begun.
   *
   * @throws IllegalStateException if there are none and strangers could reach the node
   */
  static AccessKeys of(NodeSettings settings) {
    var api = settings.overrides().withFallback(ConfigFactory.load()).getConfig("pawl.api");
    var keys = AccessKeys.of(api);
    if (keys.isEmpty() && !Apis.isLoopback(settings.host())) {
      if (!api.getBoolean("insecure")) {
        throw new IllegalStateException(
            "Expected access keys, because the node listens on %s, which is not loopback: whoever reaches it could run code. Name them with PAWL_ACCESS_KEYS_FILE or pawl.api.access-keys; see docs/security.md. To go without all the same: pawl.api.insecure = on, PAWL_INSECURE=true or --insecure."
                .formatted(settings.host()));
      }
      LOG.warn(
          "Requests are not authenticated, and the node listens on {}: whoever reaches it can run"
              + " code.",
          settings.host());
    }
    return keys;
  }
}
