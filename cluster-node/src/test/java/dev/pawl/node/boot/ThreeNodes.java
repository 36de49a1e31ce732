package dev.pawl.node.boot;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Three actor systems in a process of their own that find each other by Kubernetes, for {@link
 * KubernetesBootstrapTest}: the address of the Kubernetes API is read from the environment, which a
 * running process cannot change. It prints one line when all three are members of one cluster.
 */
final class ThreeNodes {

  private ThreeNodes() {}

  /**
   * @param arguments the directory with CA, token and namespace, then the management port of each
   *     node
   */
  public static void main(String[] arguments) throws InterruptedException {
    var secrets = Path.of(arguments[0]);
    List<ActorSystem<Void>> systems = new ArrayList<>();
    for (var i = 1; i < arguments.length; i++) {
      systems.add(start(secrets, arguments[i]));
    }
    var clusters = systems.stream().map(Cluster::get).toList();
    while (!clusters.stream().allMatch(cluster -> sees(cluster, systems.size()))) {
      Thread.sleep(50);
    }
    System.out.println("members " + clusters.getFirst().state().members().size());
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static boolean sees(Cluster cluster, int members) {
    var up = 0;
    for (var member : cluster.state().getMembers()) {
      up += member.status().equals(MemberStatus.up()) ? 1 : 0;
    }
    return up == members;
  }

  private static ActorSystem<Void> start(Path secrets, String managementPort) {
    var environment = new HashMap<>(System.getenv());
    environment.put("PAWL_CLUSTER_HOST", "127.0.0.1");
    environment.put("PAWL_CLUSTER_PORT", "0");
    environment.put("PAWL_MANAGEMENT_PORT", managementPort);
    var ours =
        ConfigFactory.parseMap(
            Map.of(
                "pekko.discovery.kubernetes-api.api-ca-path", secrets.resolve("ca.crt").toString(),
                "pekko.discovery.kubernetes-api.api-token-path",
                    secrets.resolve("token").toString(),
                "pekko.discovery.kubernetes-api.pod-namespace-path",
                    secrets.resolve("namespace").toString(),
                "pekko.actor.provider", "cluster"));
    var config =
        ours.withFallback(KubernetesBootstrap.config(environment))
            .withFallback(ConfigFactory.load());
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "pawl", config);
    KubernetesBootstrap.start(system);
    return system;
  }
}
