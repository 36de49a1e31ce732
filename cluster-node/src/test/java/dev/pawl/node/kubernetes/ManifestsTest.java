package dev.pawl.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests under {@code k8s}, as far as they can be judged without a cluster. */
class ManifestsTest {

  /** What docs/kubernetes.md tells operators to bring. */
  private static final Map<String, Set<String>> PROVIDED =
      Map.of(
          "pawl-database", Set.of("url", "user", "password"),
          "pawl-access-keys", Set.of("keys.conf"));

  private static final Set<String> KUSTOMIZATION =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "components",
          "images",
          "patches",
          "configMapGenerator",
          "secretGenerator");

  static List<Path> files() {
    return Manifests.files();
  }

  static List<Path> overlays() {
    return Manifests.overlays();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFieldIsOneThatKubernetesKnows(Path file) {
    for (var document : Manifests.trees(Manifests.text(file))) {
      if (Manifests.isKustomization(document)) {
        assertThat(document.fieldNames()).toIterable().isSubsetOf(KUSTOMIZATION);
      } else if (document.isObject()) { // the others are JSON patches, which are lists
        assertThat(UnknownFields.of(Manifests.model(document))).isEmpty();
      }
    }
  }

  @Test
  void anUnknownFieldWouldBeFoundAtAnyDepth() {
    var wrong =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: wrong}
        spec: {template: {spec: {containers: [{name: a, livenesProbe: {}, ports: [{prt: 1}]}]}}}
        """;

    assertThat(UnknownFields.of(Manifests.model(Manifests.trees(wrong).getFirst())))
        .containsExactlyInAnyOrder(
            "Deployment/wrong.spec.template.spec.containers[0].livenesProbe",
            "Deployment/wrong.spec.template.spec.containers[0].ports[0].prt");
    assertThat(
            UnknownFields.of(
                Manifests.model(
                    Manifests.trees(
                            """
                            apiVersion: monitoring.coreos.com/v1
                            kind: ServiceMonitor
                            metadata: {name: a}
                            spec: {endpoint: []}
                            """)
                        .getFirst())))
        .containsExactly("ServiceMonitor/a.spec.endpoint");
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileThatAKustomizationNamesIsThere(Path file) {
    for (var document : Manifests.trees(Manifests.text(file))) {
      if (Manifests.isKustomization(document)) {
        assertThat(named(document))
            .allSatisfy(name -> assertThat(file.resolveSibling(name).normalize()).exists());
      }
    }
  }

  private static List<String> named(JsonNode kustomization) {
    var names = new ArrayList<String>();
    kustomization.path("resources").forEach(name -> names.add(name.asText()));
    kustomization.path("components").forEach(name -> names.add(name.asText()));
    kustomization
        .path("patches")
        .forEach(patch -> {
          if (patch.has("path")) {
            names.add(patch.path("path").asText());
          }
        });
    kustomization
        .path("configMapGenerator")
        .forEach(map ->
            map.path("files").forEach(name -> names.add(name.asText().replaceFirst("^.*=", ""))));
    return names;
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyNameLabelAndPortLeadsSomewhere(Path overlay) {
    var resources = Manifests.unpatched(overlay);

    assertThat(References.broken(resources, provided(overlay))).isEmpty();
    assertThat(resources).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void whatKubectlMakesOfAnOverlayHoldsTogetherToo(Path overlay)
      throws IOException, InterruptedException {
    assumeTrue(Manifests.hasKubectl(), "kubectl resolves overlays, and is not on this machine");

    var documents = Manifests.trees(Manifests.resolved(overlay));
    var resources = documents.stream().map(Manifests::model).toList();

    assertThat(resources).allSatisfy(resource -> assertThat(UnknownFields.of(resource)).isEmpty());
    assertThat(References.broken(resources, provided(overlay))).isEmpty();
    assertThat(resources)
        .filteredOn(resource -> !resource.getKind().equals("Namespace"))
        .allSatisfy(r -> assertThat(r.getMetadata().getNamespace()).isEqualTo("pawl"));
    // One that scales: the local cluster has neither.
    assertThat(resources)
        .filteredOn(r -> Set.of("HorizontalPodAutoscaler", "ScaledObject").contains(r.getKind()))
        .hasSize(overlay.endsWith("local") ? 0 : 1);
  }

  @Test
  void aReferenceThatLeadsNowhereWouldBeFound() {
    var resources =
        new ArrayList<>(Manifests.unpatched(Manifests.HOME.resolve("overlays/production")));
    resources.removeIf(r ->
        r.getMetadata().getName().equals("pawl")
            && Set.of("ConfigMap", "ServiceAccount").contains(r.getKind()));

    assertThat(References.broken(resources, Map.of()))
        .contains(
            "Deployment/pawl → ServiceAccount/pawl",
            "Deployment/pawl → ConfigMap/pawl",
            "Deployment/pawl → key url of Secret/pawl-database",
            "RoleBinding/pawl-peers → ServiceAccount/pawl");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void noContainerMayDoMoreThanItMust(Path overlay) {
    References.pods(Manifests.unpatched(overlay))
        .forEach(pod -> {
          var security = pod.getSpec().getSecurityContext();
          assertThat(security.getRunAsNonRoot()).isTrue();
          assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
          assertThat(pod.getSpec().getVolumes())
              .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
          assertThat(pod.getSpec().getContainers())
              .allSatisfy(container -> {
                var context = container.getSecurityContext();
                assertThat(context.getReadOnlyRootFilesystem()).isTrue();
                assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKey("memory");
              });
        });
  }

  @Test
  void aNodeMayAskKubernetesForItsPeersAndNothingElse() {
    var roles =
        resources("overlays/production").stream()
            .filter(Role.class::isInstance)
            .map(Role.class::cast)
            .toList();

    assertThat(roles)
        .allSatisfy(role ->
            assertThat(role.getRules())
                .noneSatisfy(rule -> assertThat(rule.getVerbs()).contains("*")));
    var peers = roles.stream().filter(r -> r.getMetadata().getName().equals("pawl-peers")).toList();
    assertThat(peers.getFirst().getRules()).hasSize(1);
    assertThat(peers.getFirst().getRules().getFirst().getResources()).containsExactly("pods");
    assertThat(peers.getFirst().getRules().getFirst().getVerbs()).containsExactly("list");
  }

  @ParameterizedTest
  @CsvSource({
    "production-tls, PAWL_CLUSTER_TLS",
    "production-client-tls, PAWL_CLUSTER_TLS",
    "production-client-tls, PAWL_TLS",
    "production-client-tls, PAWL_GRPC_TLS"
  })
  void nodesFindTheirCertificatesWhereTheyAreMounted(String overlay, String name)
      throws IOException, InterruptedException {
    assumeTrue(Manifests.hasKubectl(), "kubectl resolves overlays, and is not on this machine");

    var container =
        Manifests.trees(Manifests.resolved(Manifests.HOME.resolve("overlays/" + overlay))).stream()
            .map(Manifests::model)
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .map(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers())
            .findFirst()
            .orElseThrow()
            .getFirst();

    var directory =
        container.getEnv().stream()
            .filter(variable -> variable.getName().equals(name))
            .map(EnvVar::getValue)
            .toList();
    assertThat(directory).hasSize(1);
    assertThat(container.getVolumeMounts())
        .filteredOn(mount -> mount.getMountPath().equals(directory.getFirst()))
        .singleElement()
        .satisfies(mount -> assertThat(mount.getSubPath()).isNull());
    assertThat(container.getEnv()).anyMatch(variable -> variable.getName().equals("PAWL_JDBC_URL"));
  }

  @Test
  void aNodeHasTimeToLeave() {
    var deployment =
        resources("base").stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .findFirst()
            .orElseThrow();
    var pod = deployment.getSpec().getTemplate().getSpec();

    var preStop = pod.getContainers().getFirst().getLifecycle().getPreStop().getSleep();

    assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(preStop.getSeconds() + 30);
    assertThat(
            deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal())
        .isZero();
  }

  @Test
  void theDashboardIsOneThatGrafanaCanRead() throws IOException {
    var file = Manifests.HOME.resolve("components/monitoring/dashboard.json");
    var dashboard = new ObjectMapper().readTree(Files.readString(file));

    assertThat(dashboard.path("title").asText()).isEqualTo("Pawl");
    assertThat(dashboard.path("panels").size()).isGreaterThan(20);
    assertThat(dashboard.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    assertThat(dashboard.path("panels").findValuesAsText("expr")).doesNotContain("");
  }

  private static Map<String, Set<String>> provided(Path overlay) {
    return overlay.endsWith("local") ? Map.of() : PROVIDED;
  }

  private static List<HasMetadata> resources(String directory) {
    return Manifests.unpatched(Manifests.HOME.resolve(directory));
  }
}
