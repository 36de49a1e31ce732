package dev.pawl.node.boot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;

/**
 * Forms a cluster out of the pods that Kubernetes knows, or joins the one that there is. It asks
 * the Kubernetes API for its peers and may do nothing else there.
 *
 * <p>Two clusters can come of it only if nodes that start do not see those that run; {@code
 * required-contact-point-nr} keeps fewer than so many from forming one of their own, and the
 * journal's fence keeps even two clusters from writing one execution's history twice.
 */
final class KubernetesBootstrap {

  private KubernetesBootstrap() {}

  /**
   * What an actor system needs for it; put it before {@code pawl-node.conf}.
   *
   * @param environment {@code PAWL_CLUSTER_HOST}, the address of this pod, must be in it
   */
  static Config config(Map<String, String> environment) {
    if (environment.getOrDefault("PAWL_CLUSTER_HOST", "").isEmpty()) {
      throw new IllegalStateException(
          "Expected PAWL_CLUSTER_HOST to hold the address of this pod, but it is not set; take it from status.podIP.");
    }
    var named = new HashMap<String, Object>();
    environment.forEach((name, value) -> {
      if (name.startsWith("PAWL_")) {
        named.put(name, value);
      }
    });
    return ConfigFactory.parseMap(named)
        .withFallback(
            ConfigFactory.parseResources(
                KubernetesBootstrap.class.getClassLoader(), "pawl-kubernetes.conf"))
        .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false))
        .withOnlyPath("pekko");
  }

  /**
   * Begins to look for peers.
   *
   * @return done when the peers can ask this node; it is a member only later
   */
  static CompletionStage<Done> start(ActorSystem<?> system) {
    var classic = Adapter.toClassic(system);
    return PekkoManagement.get(classic)
        .start()
        .thenApply(address -> {
          ClusterBootstrap.get(classic).start();
          return Done.getInstance();
        });
  }
}
