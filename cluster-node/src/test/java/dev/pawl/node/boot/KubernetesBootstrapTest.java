package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes find each other by asking a Kubernetes API for the pods of our own manifests. */
class KubernetesBootstrapTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /** It tells of every request; kept, because a logger that nobody holds forgets its level. */
  private static final Logger WEB = Logger.getLogger(MockWebServer.class.getName());

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  @Test
  void threeNodesFormOneCluster(@TempDir Path secrets) throws IOException, InterruptedException {
    WEB.setLevel(Level.WARNING);
    var ports = freePorts(3);
    var web = new MockWebServer();
    var kubernetes =
        new KubernetesMockServer(
            new Context(), web, new HashMap<>(), dispatcher(pods(ports)), true);
    kubernetes.init(InetAddress.getByName("127.0.0.1"), 0);
    try {
      Files.writeString(secrets.resolve("token"), "a token");
      Files.writeString(secrets.resolve("namespace"), "pawl");
      Files.copy(
          Path.of(web.getSelfSignedCertificate().certificatePath()), secrets.resolve("ca.crt"));

      assertThat(run(secrets, ports, kubernetes.getPort())).contains("members 3");

      assertThat(asked)
          .isNotEmpty()
          .allSatisfy(path -> assertThat(path).startsWith("/api/v1/namespaces/pawl/pods?"));
    } finally {
      kubernetes.destroy();
    }
  }

  @Test
  void aPodThatDoesNotKnowItsAddressSaysSo() {
    assertThatThrownBy(() -> KubernetesBootstrap.config(Map.of()))
        .hasMessageContaining("Expected PAWL_CLUSTER_HOST");
  }

  @Test
  void theEnvironmentSaysHowManyNodesFormANewCluster() {
    var config =
        KubernetesBootstrap.config(
            Map.of("PAWL_CLUSTER_HOST", "10.0.0.1", "PAWL_BOOTSTRAP_CONTACT_POINTS", "5"));

    var discovery = config.getConfig("pekko.management.cluster.bootstrap.contact-point-discovery");
    assertThat(discovery.getInt("required-contact-point-nr")).isEqualTo(5);
    assertThat(config.getString("pekko.remote.artery.canonical.hostname")).isEqualTo("10.0.0.1");
    assertThat(config.getInt("pekko.remote.artery.canonical.port")).isEqualTo(7355);
  }

  /**
   * Pods as the deployment under {@code k8s} makes them, but for their ports: they share a host.
   */
  private static List<Pod> pods(List<Integer> managementPorts) throws IOException {
    var deployment =
        YAML.unmarshal(Files.readString(Path.of("../k8s/base/deployment.yaml")), Deployment.class);
    var template = deployment.getSpec().getTemplate();
    var pods = new ArrayList<Pod>();
    for (var port : managementPorts) {
      var pod =
          new PodBuilder()
              .withNewMetadata()
              .withName("pawl-" + port)
              .withLabels(template.getMetadata().getLabels())
              .endMetadata()
              .withSpec(template.edit().buildSpec())
              .withNewStatus()
              .withPhase("Running")
              .withPodIP("127.0.0.1")
              .endStatus()
              .build();
      pod.getSpec().getContainers().getFirst().getPorts().stream()
          .filter(named -> named.getName().equals("management"))
          .forEach(named -> named.setContainerPort(port));
      pods.add(YAML.clone(pod));
    }
    return pods;
  }

  /** Answers as the API does: with those of the pods that have the labels asked for. */
  private Dispatcher dispatcher(List<Pod> pods) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        asked.add(request.getPath());
        var found = pods.stream().filter(pod -> isSelected(pod, request.getPath())).toList();
        var list = new PodListBuilder().withItems(found).build();
        return new MockResponse()
            .setResponseCode(200)
            .setHeader("Content-Type", "application/json")
            .setBody(YAML.asJson(list));
      }
    };
  }

  private static boolean isSelected(Pod pod, String path) {
    var query =
        URLDecoder.decode(path.replaceFirst("^.*labelSelector=", ""), StandardCharsets.UTF_8);
    var labels = pod.getMetadata().getLabels();
    return List.of(query.split(",")).stream()
        .map(pair -> pair.split("=", 2))
        .allMatch(pair -> pair[1].equals(labels.get(pair[0])));
  }

  private static String run(Path secrets, List<Integer> ports, int kubernetesPort)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ThreeNodes.class.getName(),
                secrets.toString()));
    ports.forEach(port -> command.add(port.toString()));
    var output = secrets.resolve("output");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("KUBERNETES_SERVICE_HOST", "localhost");
    builder.environment().put("KUBERNETES_SERVICE_PORT", String.valueOf(kubernetesPort));
    var process = builder.start();
    try {
      process.waitFor(60, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
    return Files.readString(output);
  }

  private static List<Integer> freePorts(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    var ports = new ArrayList<Integer>();
    for (var i = 0; i < count; i++) {
      var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (var socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
