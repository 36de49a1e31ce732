package dev.pawl.node.boot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.persistence.Database;
import java.util.Map;

/** What the actor system of a node is told, from all who have a say. */
final class NodeConfiguration {

  private NodeConfiguration() {}

  static Config of(NodeSettings settings, Database database) {
    var config = plain(settings, database);
    var framed = QuotaSettings.frames(config).withFallback(config);
    return ClusterTls.config(framed).withFallback(framed);
  }

  /** What -D and application.conf say comes before pawl-node.conf, so that an operator can. */
  private static Config plain(NodeSettings settings, Database database) {
    return settings
        .overrides()
        .withFallback(remoting(settings))
        .withFallback(database.pekkoConfig())
        .withFallback(ConfigFactory.defaultOverrides())
        .withFallback(ConfigFactory.defaultApplication())
        .withFallback(
            ConfigFactory.parseResources(
                NodeConfiguration.class.getClassLoader(), "pawl-node.conf"))
        .withFallback(ConfigFactory.load());
  }

  private static Config remoting(NodeSettings settings) {
    return switch (settings.membership()) {
      case NodeSettings.Alone ignored -> ConfigFactory.empty();
      case NodeSettings.ByDatabase shared ->
          ConfigFactory.parseMap(
              Map.of(
                  "pekko.remote.artery.canonical.hostname", shared.host(),
                  "pekko.remote.artery.canonical.port", shared.port()));
      case NodeSettings.ByKubernetes kubernetes ->
          KubernetesBootstrap.config(kubernetes.environment());
    };
  }
}
